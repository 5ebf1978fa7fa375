//! What is deleted, and when. Receipts, the ledger, attempts, subscription changes and the audit trail are kept.

use billing::Instant;
use sqlx::SqliteConnection;

use super::StoreError;

/// Rows deleted in one transaction, so that no payment waits long for its turn to write.
pub const BATCH: i64 = 500;

const DAY: i64 = 86_400;

/// One rule: rows of a table that are older than an age are deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// What is deleted.
    pub name: &'static str,
    /// How long it is kept, in seconds.
    pub kept_seconds: i64,
    /// Deletes at most `?2` rows from before `?1`.
    delete: &'static str,
}

/// Every rule. docs/operations.md lists the same.
pub const RULES: [RetentionRule; 5] = [
    RetentionRule {
        name: "expired quotes that were never tried",
        kept_seconds: DAY,
        delete: "DELETE FROM quote WHERE id IN (
                   SELECT id FROM quote WHERE expires_at < ?1
                   AND NOT EXISTS (SELECT 1 FROM upgrade_attempt WHERE upgrade_attempt.quote_id = quote.id)
                   ORDER BY expires_at LIMIT ?2)",
    },
    RetentionRule {
        name: "expired quotes that were tried",
        kept_seconds: 30 * DAY,
        delete: "DELETE FROM quote WHERE id IN (
                   SELECT id FROM quote WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)",
    },
    RetentionRule {
        name: "processed webhooks",
        kept_seconds: 30 * DAY,
        delete: "DELETE FROM inbound_event WHERE id IN (
                   SELECT id FROM inbound_event WHERE received_at < ?1 ORDER BY received_at LIMIT ?2)",
    },
    RetentionRule {
        name: "sent messages of the outbox",
        kept_seconds: 90 * DAY,
        delete: "DELETE FROM outbox WHERE id IN (
                   SELECT id FROM outbox WHERE sent_at < ?1 ORDER BY sent_at LIMIT ?2)",
    },
    RetentionRule {
        name: "access requests",
        kept_seconds: 400 * DAY,
        delete: "DELETE FROM access_request WHERE id IN (
                   SELECT id FROM access_request WHERE at < ?1 ORDER BY at LIMIT ?2)",
    },
];

/// Deletes one batch by a rule and returns the number of deleted rows.
pub async fn delete_batch(
    connection: &mut SqliteConnection,
    rule: RetentionRule,
    now: Instant,
) -> Result<i64, StoreError> {
    let before = now.epoch_seconds().saturating_sub(rule.kept_seconds);
    let deleted = sqlx::query(rule.delete).bind(before).bind(BATCH).execute(connection).await?;
    Ok(deleted.rows_affected().try_into().unwrap_or(BATCH))
}
