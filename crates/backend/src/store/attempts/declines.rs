use billing::Instant;
use sqlx::SqliteConnection;

use crate::store::{Columns, StoreError};

/// How many open payments of a person may still be declined. A held one was charged.
pub async fn undecided_of_person(connection: &mut SqliteConnection, person: &str) -> Result<i64, StoreError> {
    let query = "SELECT COUNT(*) FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND person = ? AND amount_due_minor > 0";
    Ok(sqlx::query_scalar(query).bind(person).fetch_one(connection).await?)
}

/// When the `nth` latest declined payment of an organization was declined, if that was after an instant.
pub async fn nth_decline_of_organization(
    connection: &mut SqliteConnection,
    organization: i64,
    after: i64,
    now: Instant,
    nth: i64,
) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT settled_at FROM upgrade_attempt
                 WHERE organization = ? AND state = 'declined' AND settled_at > ? AND settled_at <= ?
                 ORDER BY settled_at DESC LIMIT 1 OFFSET ?";
    let query = sqlx::query(query).bind(organization).bind(after).bind(now.epoch_seconds()).bind(nth - 1);
    query.fetch_optional(connection).await?.map(|row| row.instant("settled_at")).transpose()
}

/// When the `nth` latest declined payment of a person was declined, if that was after an instant.
pub async fn nth_decline_of_person(
    connection: &mut SqliteConnection,
    person: &str,
    after: i64,
    now: Instant,
    nth: i64,
) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT settled_at FROM upgrade_attempt
                 WHERE person = ? AND state = 'declined' AND settled_at > ? AND settled_at <= ?
                 ORDER BY settled_at DESC LIMIT 1 OFFSET ?";
    let query = sqlx::query(query).bind(person).bind(after).bind(now.epoch_seconds()).bind(nth - 1);
    query.fetch_optional(connection).await?.map(|row| row.instant("settled_at")).transpose()
}
