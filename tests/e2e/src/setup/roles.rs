use std::{path::Path, time::Duration};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::Step;

/// Gives a member another role, as an owner would elsewhere in TestOps: the billing service only reads roles.
///
/// # Errors
/// When there is no such member.
pub async fn give(database: &Path, email: &str, organization: i64, role: &str) -> Step {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_secs(5));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let sql = "UPDATE membership SET role = ? WHERE organization = ? AND person = (SELECT id FROM person WHERE email = ?)";
    let done = sqlx::query(sql).bind(role).bind(organization).bind(email).execute(&mut connection).await?;
    connection.close().await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(format!("{email} is no member of {organization}").into()),
    }
}
