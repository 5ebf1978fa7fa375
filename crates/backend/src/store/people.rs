use contract::{Membership, Role, WhoCanAct};
use sqlx::sqlite::SqliteRow;

use super::{Columns, StoreError, UnreadableRow};
use crate::store::Connection;

/// A person who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Opaque id.
    pub id: String,
    /// E-mail address in lower case.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

impl UserRow {
    /// The first and last name, for display.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub(super) fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.column("id")?,
            email: row.column("email")?,
            first_name: row.column("first_name")?,
            last_name: row.column("last_name")?,
        })
    }
}

/// A person to add.
#[derive(Clone, Copy, Debug)]
pub struct NewPerson<'a> {
    /// Opaque id.
    pub id: &'a str,
    /// E-mail address in lower case.
    pub email: &'a str,
    /// Given name.
    pub first_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// The password hash as a PHC string.
    pub password_hash: &'a str,
}

/// Adds a person.
pub async fn insert(conn: &mut Connection, person: NewPerson<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO person (id, email, first_name, last_name, password_hash) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(person.id)
    .bind(person.email)
    .bind(person.first_name)
    .bind(person.last_name)
    .bind(person.password_hash)
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a person to an organization.
pub async fn join(
    conn: &mut Connection,
    person: &str,
    organization: i64,
    role: Role,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO membership (person, organization, role) VALUES ($1, $2, $3)")
        .bind(person)
        .bind(organization)
        .bind(role.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// The person with this e-mail address, and their password hash.
pub async fn by_email(conn: &mut Connection, email: &str) -> Result<Option<(UserRow, String)>, StoreError> {
    let row =
        sqlx::query("SELECT id, email, first_name, last_name, password_hash FROM person WHERE email = $1")
            .bind(email)
            .fetch_optional(conn)
            .await?;
    row.map(|row| Ok((UserRow::read(&row)?, row.column("password_hash")?))).transpose()
}

/// The memberships of a person, ordered by organization id. An unreadable one does not fail the query.
pub async fn memberships(
    conn: &mut Connection,
    person: &str,
) -> Result<Vec<Result<Membership, UnreadableRow>>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.id, o.name, m.role FROM membership m JOIN organization o ON o.id = m.organization
         WHERE m.person = $1 ORDER BY o.id",
    )
    .bind(person)
    .fetch_all(conn)
    .await?;
    Ok(rows.iter().map(|row| read_membership(row).map_err(|error| UnreadableRow::of(row, error))).collect())
}

fn read_membership(row: &SqliteRow) -> Result<Membership, StoreError> {
    Ok(Membership { id: row.column("id")?, name: row.column("name")?, role: row.word("role", Role::parse)? })
}

/// The membership of a person in one organization.
pub async fn membership(
    conn: &mut Connection,
    person: &str,
    organization: i64,
) -> Result<Option<Membership>, StoreError> {
    let row = sqlx::query(
        "SELECT o.id, o.name, m.role FROM membership m JOIN organization o ON o.id = m.organization
         WHERE m.person = $1 AND m.organization = $2",
    )
    .bind(person)
    .bind(organization)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read_membership).transpose()
}

/// The id of the member of an organization with this id.
pub async fn member_by_id(
    conn: &mut Connection,
    id: &str,
    organization: i64,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("SELECT person FROM membership WHERE person = $1 AND organization = $2")
        .bind(id)
        .bind(organization)
        .fetch_optional(conn)
        .await?)
}

/// The id of the member of an organization with this e-mail address.
pub async fn member_by_email(
    conn: &mut Connection,
    email: &str,
    organization: i64,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT p.id FROM person p JOIN membership m ON m.person = p.id
         WHERE p.email = $1 AND m.organization = $2",
    )
    .bind(email)
    .bind(organization)
    .fetch_optional(conn)
    .await?)
}

/// The members of an organization who can open the upgrade page and pay, ordered by name. An unreadable one does not
/// fail the query.
pub async fn who_can_act(
    conn: &mut Connection,
    organization: i64,
) -> Result<Vec<Result<WhoCanAct, UnreadableRow>>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.email, p.first_name, p.last_name FROM membership m JOIN person p ON p.id = m.person
         WHERE m.organization = $1 AND m.role IN ('OWNER', 'BILLING_MANAGER') ORDER BY p.last_name, p.first_name",
    )
    .bind(organization)
    .fetch_all(conn)
    .await?;
    let read = |row: &SqliteRow| {
        let user = UserRow::read(row).map_err(|error| UnreadableRow::of(row, error))?;
        Ok(WhoCanAct { full_name: user.full_name() })
    };
    Ok(rows.iter().map(read).collect())
}

/// Whether the database contains sample data.
pub async fn holds_sample_data(conn: &mut Connection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organization WHERE sample_data = 1)")
        .fetch_one(conn)
        .await?)
}
