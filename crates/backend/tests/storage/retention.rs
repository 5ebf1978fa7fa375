use std::time::Duration;

use backend::service::retention::delete_expired;

use crate::support::App;

const EXPIRED_QUOTES: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
    INSERT INTO quote (id, organization, person, subscription, version, as_of, expires_at, sealed, quote_hash)
    SELECT 'old_' || i, 101, (SELECT id FROM person LIMIT 1), 'sub_101', 1, 0, 900, '{}', '' FROM n";
const COUNT: &str = "SELECT count(*) FROM quote";
const EXPIRED: &str = "SELECT count(*) FROM quote WHERE expires_at = 900";

#[tokio::test(flavor = "multi_thread")]
async fn other_writers_run_between_batches_of_deleted_quotes() {
    let app = App::open().await;
    let books = app.books();
    books.change(EXPIRED_QUOTES).await;
    let first = app.state.store.begin().await.unwrap();
    let cleanup = tokio::spawn({
        let state = app.state.clone();
        async move { delete_expired(&state).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let other = tokio::spawn({
        let state = app.state.clone();
        async move {
            let mut transaction = state.store.begin().await.unwrap();
            sqlx::query_scalar::<_, i64>(EXPIRED).fetch_one(&mut *transaction).await.unwrap()
        }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(first);

    assert_eq!(other.await.unwrap(), 700, "one batch of 500 is deleted before the other writer runs");
    cleanup.await.unwrap().unwrap();
    assert_eq!(books.number(EXPIRED).await, 0);
}

#[tokio::test]
async fn each_kind_of_row_is_deleted_after_its_retention_period() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    buyer.quote(101, 9, contract::billing::Cycle::Monthly, None).await;
    let books = app.books();
    let noted = "INSERT INTO inbound_event (id, kind, intent_id, received_at)
                 SELECT 'evt_1', 'kind', 'pi_1', started_at FROM upgrade_attempt";
    books.change(noted).await;
    let declined =
        "INSERT INTO renewal_decline (organization, at) SELECT 101, started_at FROM upgrade_attempt";
    books.change(declined).await;
    let left = async || {
        let mut rows = Vec::new();
        for table in [
            COUNT,
            "SELECT count(*) FROM renewal_decline",
            "SELECT count(*) FROM inbound_event",
            "SELECT count(*) FROM upgrade_attempt",
        ] {
            rows.push(books.number(table).await);
        }
        rows
    };

    delete_expired(&app.state).await.unwrap();
    assert_eq!(left().await, [2, 1, 1, 1], "no row has expired yet");
    app.wait_seconds(2 * 86_400);
    delete_expired(&app.state).await.unwrap();
    assert_eq!(left().await, [1, 0, 1, 1], "the quote without an attempt and the decline are deleted");
    app.wait_seconds(30 * 86_400);
    delete_expired(&app.state).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 1], "the attempt is kept");
}
