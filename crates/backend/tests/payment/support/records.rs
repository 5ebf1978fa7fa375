use std::path::Path;

use backend::store::Store;
use backend::store::audit::Anchors;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};

/// The log of the gateway, the authoritative record of charges.
pub struct GatewayLog(Vec<Value>);

impl GatewayLog {
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Self(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    /// Counts the events of this name.
    pub fn count(&self, event: &str) -> usize {
        self.0.iter().filter(|line| line["event"] == event).count()
    }

    /// Returns the charged amounts, in order.
    pub fn charges(&self) -> Vec<i64> {
        self.0
            .iter()
            .filter(|line| line["event"] == "succeeded")
            .map(|line| line["amount"].as_i64().unwrap())
            .collect()
    }

    /// Returns the charged intents, in order.
    pub fn charged_intents(&self) -> Vec<String> {
        self.0
            .iter()
            .filter(|line| line["event"] == "succeeded")
            .map(|line| line["intent"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Returns the idempotency keys of the events of this name, in order.
    pub fn keys(&self, event: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|line| line["event"] == event)
            .filter_map(|line| line["idempotencyKey"].as_str().map(str::to_owned))
            .collect()
    }
}

/// The database of the service.
#[derive(Clone)]
pub struct Books(pub Store);

impl Books {
    /// Returns the number that a query selects.
    pub async fn number(&self, query: &'static str) -> i64 {
        let mut reader = self.0.reader().await.unwrap();
        sqlx::query(query).fetch_one(&mut *reader).await.unwrap().get(0)
    }

    /// Returns the first column of a query as texts.
    pub async fn texts(&self, query: &'static str) -> Vec<String> {
        let mut reader = self.0.reader().await.unwrap();
        let rows = sqlx::query(query).fetch_all(&mut *reader).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Changes something behind the service's back.
    pub async fn change(&self, statement: &str) {
        let mut transaction = self.0.begin().await.unwrap();
        sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *transaction).await.unwrap();
        transaction.commit().await.unwrap();
    }

    /// Whether the database refuses a change.
    pub async fn refuses(&self, statement: &'static str) -> bool {
        let mut transaction = self.0.begin().await.unwrap();
        sqlx::query(statement).execute(&mut *transaction).await.is_err()
    }

    /// Returns the states of all attempts, in the order of their start.
    pub async fn states(&self) -> Vec<String> {
        self.texts("SELECT state FROM upgrade_attempt ORDER BY started_at, rowid").await
    }

    /// Returns the cash booked for gateway charges, in minor units.
    pub async fn cash(&self) -> i64 {
        self.number(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE account = 'cash' AND intent_id IS NOT NULL",
        )
        .await
    }

    /// Asserts the invariants of the database: every entry group is balanced, the audit trail is intact, and the
    /// versions of each subscription have no gap.
    pub async fn are_sound(&self) {
        let unbalanced =
            "SELECT COUNT(*) FROM (SELECT entry_group FROM ledger_entry GROUP BY entry_group, currency
             HAVING SUM(amount_minor) <> 0)";
        assert_eq!(self.number(unbalanced).await, 0, "an entry group does not sum to zero");
        let gaps = "SELECT COUNT(*) FROM (SELECT s.id FROM subscription s JOIN subscription_change c
             ON c.subscription = s.id GROUP BY s.id HAVING MAX(c.version) <> s.version
             OR MAX(c.version) - MIN(c.version) + 1 <> COUNT(*))";
        assert_eq!(self.number(gaps).await, 0, "the versions of a subscription have a gap");
        assert_eq!(
            self.0.verify_audit(&Anchors::default()).await.unwrap().broken,
            None,
            "the audit trail is broken"
        );
    }
}
