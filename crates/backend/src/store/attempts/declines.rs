use billing::Instant;

use crate::store::Connection;
use crate::store::{Columns, StoreError};

/// The number of open payments of a person that may still be declined. Excludes held payments, which were charged.
pub async fn undecided_of_person(connection: &mut Connection, person: &str) -> Result<i64, StoreError> {
    let query = "SELECT COUNT(*) FROM upgrade_attempt
                 WHERE state IN ('started', 'charging', 'requires_action', 'unknown') AND alarm IS NULL
                 AND person = $1 AND amount_due_minor > 0";
    Ok(sqlx::query_scalar(query).bind(person).fetch_one(connection).await?)
}

/// The time of the `nth` latest decline of an organization's payments and renewals, if it is later than `after` (seconds
/// since 1970).
pub async fn nth_decline_of_organization(
    connection: &mut Connection,
    organization: i64,
    after: i64,
    now: Instant,
    nth: i64,
) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT settled_at AS at FROM upgrade_attempt
                 WHERE organization = $1 AND state = 'declined' AND settled_at > $2 AND settled_at <= $3
                 UNION ALL
                 SELECT at FROM renewal_decline WHERE organization = $1 AND at > $2 AND at <= $3
                 ORDER BY at DESC LIMIT 1 OFFSET $4";
    let query = sqlx::query(query).bind(organization).bind(after).bind(now.epoch_seconds()).bind(nth - 1);
    query.fetch_optional(connection).await?.map(|row| row.instant("at")).transpose()
}

/// The time of the `nth` latest decline of a person's payments, and of renewals with a card that the person saved, if it
/// is later than `after` (seconds since 1970).
pub async fn nth_decline_of_person(
    connection: &mut Connection,
    person: &str,
    after: i64,
    now: Instant,
    nth: i64,
) -> Result<Option<Instant>, StoreError> {
    let query = "SELECT settled_at AS at FROM upgrade_attempt
                 WHERE person = $1 AND state = 'declined' AND settled_at > $2 AND settled_at <= $3
                 UNION ALL
                 SELECT at FROM renewal_decline WHERE person = $1 AND at > $2 AND at <= $3
                 ORDER BY at DESC LIMIT 1 OFFSET $4";
    let query = sqlx::query(query).bind(person).bind(after).bind(now.epoch_seconds()).bind(nth - 1);
    query.fetch_optional(connection).await?.map(|row| row.instant("at")).transpose()
}
