use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use backend::app::AppState;
use backend::store::Transaction;
use contract::billing::Instant;
use tower::ServiceExt;

use crate::support::Answer;
use crate::support::document::check;

pub const ORIGIN: &str = "http://127.0.0.1:8080";

/// Sends a request with exactly these headers and this body, and checks the response against the OpenAPI document.
pub async fn call(
    router: Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = Request::builder().method(&method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = Answer::of(router.oneshot(request.body(body.into()).unwrap()).await.unwrap()).await;
    check(&method, uri, &answer);
    answer
}

/// Counts the rows of the tables that requests write.
pub async fn rows(state: &AppState) -> Vec<i64> {
    let mut counts = Vec::new();
    for count in [
        "SELECT count(*) FROM quote",
        "SELECT count(*) FROM upgrade_attempt",
        "SELECT count(*) FROM receipt",
        "SELECT count(*) FROM ledger_entry",
        "SELECT count(*) FROM access_request",
        "SELECT count(*) FROM payment_card",
        "SELECT count(*) FROM subscription_change",
        "SELECT sum(version) FROM subscription",
        "SELECT count(*) FROM audit",
    ] {
        let mut reader = state.store.reader().await.unwrap();
        counts.push(sqlx::query_scalar(count).fetch_one(&mut *reader).await.unwrap());
    }
    counts
}

/// Runs an SQL statement that must change at least one row.
pub async fn edit(state: &AppState, statement: &'static str) {
    let mut transaction: Transaction = state.store.begin().await.unwrap();
    let changed = sqlx::query(statement).execute(&mut *transaction).await.unwrap();
    assert!(changed.rows_affected() > 0, "{statement}");
    transaction.commit().await.unwrap();
}

/// Stops the clock at an instant.
pub fn stop_time(state: &AppState, instant: &str) {
    state.clock.stop_at(Instant::parse(instant).unwrap());
}
