//! The retention rules. Receipts, the ledger, attempts, subscription changes and the audit trail are never deleted.

use billing::Instant;

use super::StoreError;
use crate::store::Connection;

/// The maximum number of rows deleted in one transaction. It is small, so that payments do not wait long to write.
pub const BATCH: i64 = 500;

const DAY: i64 = 86_400;

/// A rule that deletes the rows of a table that exceed an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// The description of the deleted rows.
    pub name: &'static str,
    /// The retention period in seconds.
    pub kept_seconds: i64,
    /// The statement that deletes at most `?2` rows from before `?1`.
    delete: &'static str,
}

/// All retention rules. docs/operations.md lists them too.
pub const RULES: [RetentionRule; 6] = [
    RetentionRule {
        name: "expired quotes without a payment attempt",
        kept_seconds: DAY,
        delete: "DELETE FROM quote WHERE id IN (
                   SELECT id FROM quote WHERE expires_at < $1
                   AND NOT EXISTS (SELECT 1 FROM upgrade_attempt WHERE upgrade_attempt.quote_id = quote.id)
                   ORDER BY expires_at LIMIT $2)",
    },
    RetentionRule {
        name: "expired quotes with a payment attempt",
        kept_seconds: 30 * DAY,
        delete: "DELETE FROM quote WHERE id IN (
                   SELECT id FROM quote WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
    },
    RetentionRule {
        name: "processed webhooks",
        kept_seconds: 30 * DAY,
        delete: "DELETE FROM inbound_event WHERE id IN (
                   SELECT id FROM inbound_event WHERE received_at < $1 ORDER BY received_at LIMIT $2)",
    },
    RetentionRule {
        name: "declined attempts of renewals",
        kept_seconds: DAY,
        delete: "DELETE FROM renewal_decline WHERE rowid IN (
                   SELECT rowid FROM renewal_decline WHERE at < $1 ORDER BY at LIMIT $2)",
    },
    RetentionRule {
        name: "sent outbox messages",
        kept_seconds: 90 * DAY,
        delete: "DELETE FROM outbox WHERE id IN (
                   SELECT id FROM outbox WHERE sent_at < $1 ORDER BY sent_at LIMIT $2)",
    },
    RetentionRule {
        name: "access requests",
        kept_seconds: 400 * DAY,
        delete: "DELETE FROM access_request WHERE id IN (
                   SELECT id FROM access_request WHERE at < $1 ORDER BY at LIMIT $2)",
    },
];

/// Deletes one batch of rows by a rule and returns their number.
pub async fn delete_batch(
    connection: &mut Connection,
    rule: RetentionRule,
    now: Instant,
) -> Result<i64, StoreError> {
    let before = now.epoch_seconds().saturating_sub(rule.kept_seconds);
    let deleted = sqlx::query(rule.delete).bind(before).bind(BATCH).execute(connection).await?;
    Ok(deleted.rows_affected().try_into().unwrap_or(BATCH))
}
