use std::path::Path;

use backend::store::Store;
use serde_json::Value;
use sqlx::Row;

/// The gateway's own log: what it says was charged was charged.
pub struct GatewayLog(Vec<Value>);

impl GatewayLog {
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Self(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    /// How often an event happened.
    pub fn count(&self, event: &str) -> usize {
        self.0.iter().filter(|line| line["event"] == event).count()
    }

    /// The amounts charged, in order.
    pub fn charges(&self) -> Vec<i64> {
        self.0
            .iter()
            .filter(|line| line["event"] == "succeeded")
            .map(|line| line["amountMinor"].as_i64().unwrap())
            .collect()
    }

    /// The charged intents, in order.
    pub fn charged_intents(&self) -> Vec<String> {
        self.0
            .iter()
            .filter(|line| line["event"] == "succeeded")
            .map(|line| line["intent"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The keys events of that name came with, in order.
    pub fn keys(&self, event: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|line| line["event"] == event)
            .filter_map(|line| line["idempotencyKey"].as_str().map(str::to_owned))
            .collect()
    }
}

/// The database, read beside the service.
pub struct Books(pub Store);

impl Books {
    /// The one number a question has for an answer.
    pub async fn number(&self, query: &'static str) -> i64 {
        let mut reader = self.0.reader().await.unwrap();
        sqlx::query(query).fetch_one(&mut *reader).await.unwrap().get(0)
    }

    /// A column of text.
    pub async fn texts(&self, query: &'static str) -> Vec<String> {
        let mut reader = self.0.reader().await.unwrap();
        let rows = sqlx::query(query).fetch_all(&mut *reader).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Changes something behind the service's back.
    pub async fn change(&self, statement: &'static str) {
        let mut transaction = self.0.begin().await.unwrap();
        sqlx::query(statement).execute(&mut *transaction).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// Whether the database refuses a change.
    pub async fn refuses(&self, statement: &'static str) -> bool {
        let mut transaction = self.0.begin().await.unwrap();
        sqlx::query(statement).execute(&mut *transaction).await.is_err()
    }

    /// States of all attempts, in the order they began.
    pub async fn states(&self) -> Vec<String> {
        self.texts("SELECT state FROM upgrade_attempt ORDER BY started_at, rowid").await
    }

    /// Cash booked for charges of the gateway.
    pub async fn cash(&self) -> i64 {
        self.number(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account = 'cash' AND intent_id IS NOT NULL",
        )
        .await
    }

    /// Checks what must hold after everything: every entry group is balanced, the trail is whole, and the versions of
    /// each subscription follow each other without a gap.
    pub async fn are_sound(&self) {
        let unbalanced =
            "SELECT COUNT(*) FROM (SELECT entry_group FROM ledger_entry GROUP BY entry_group, currency
             HAVING SUM(amount_minor) <> 0)";
        assert_eq!(self.number(unbalanced).await, 0, "an entry group does not sum to zero");
        let gaps = "SELECT COUNT(*) FROM (SELECT s.id FROM subscription s JOIN subscription_change c
             ON c.subscription = s.id GROUP BY s.id HAVING MAX(c.version) <> s.version
             OR MAX(c.version) - MIN(c.version) + 1 <> COUNT(*))";
        assert_eq!(self.number(gaps).await, 0, "the versions of a subscription have a gap");
        assert_eq!(self.0.verify_audit(&[]).await.unwrap().broken, None, "the audit trail is broken");
    }
}
