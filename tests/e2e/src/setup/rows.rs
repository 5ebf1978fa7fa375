use std::{path::Path, time::Duration};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::Step;

/// Changes the role of a member in the database. The billing service itself only reads roles.
pub async fn set_role(database: &Path, email: &str, organization: i64, role: &str) -> Step {
    let mut connection = connect(database).await?;
    let sql = "UPDATE membership SET role = ? WHERE organization = ? AND person = (SELECT id FROM person WHERE email = ?)";
    let result = sqlx::query(sql).bind(role).bind(organization).bind(email).execute(&mut connection).await?;
    connection.close().await?;
    match result.rows_affected() {
        1 => Ok(()),
        _ => Err(format!("{email} is not a member of {organization}").into()),
    }
}

/// Moves the start of all bearer tokens back by more than their ten minutes.
pub async fn expire_embed_tokens(database: &Path) -> Step {
    let mut connection = connect(database).await?;
    sqlx::query("UPDATE embed_session SET issued_at = issued_at - 601").execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// The number of sessions of frames.
pub async fn embed_sessions(database: &Path) -> Step<i64> {
    let mut connection = connect(database).await?;
    Ok(sqlx::query_scalar("SELECT count(*) FROM embed_session").fetch_one(&mut connection).await?)
}

async fn connect(database: &Path) -> Step<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_secs(5));
    Ok(SqliteConnection::connect_with(&options).await?)
}
