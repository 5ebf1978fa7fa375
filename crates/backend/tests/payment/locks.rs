use backend::store::audit::{Anchors, AuditFault};
use backend::store::redemptions;

use crate::support::App;

const SECOND_OPEN: &str = "INSERT INTO upgrade_attempt (id, organization, subscription, person, by_name,
    idempotency_key, request_hash, quote_id, quote_hash, sealed, version, before_sessions, before_cycle,
    after_sessions, after_cycle, amount_due_minor, currency, card, card_ref, state, charged, recovery_point,
    lease_until, started_at)
    SELECT 'second', organization, subscription, person, by_name, 'another', request_hash, quote_id, quote_hash, sealed,
    version, before_sessions, before_cycle, after_sessions, after_cycle, amount_due_minor, currency, card, card_ref,
    'started', 'no', 'R0', lease_until, started_at FROM upgrade_attempt";

#[tokio::test]
async fn database_allows_one_open_attempt_and_locks_its_subscription() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_authenticationRequired").await;
    let attempt = buyer.pay(&payment).await.is(202).upgrade().attempt;
    let books = app.books();

    assert!(books.refuses(SECOND_OPEN).await);
    assert!(books.refuses("UPDATE subscription SET version = version + 1 WHERE organization = 101").await);

    buyer.act_on_attempt(101, &attempt.id, "cancellation").await.is(200);
    assert!(!books.refuses(SECOND_OPEN).await);
    assert!(!books.refuses("UPDATE subscription SET version = version + 1 WHERE organization = 101").await);
}

#[tokio::test]
async fn database_prevents_paying_a_quote_or_version_twice() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let declined = buyer.prepare(101, 8, "pm_card_chargeCustomerFail").await;
    buyer.pay(&declined).await.is(402);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    let books = app.books();
    let paid_again = |column: &str| -> &'static str {
        match column {
            "quote" => {
                "UPDATE upgrade_attempt SET state = 'charged', charged = 'yes', recovery_point = 'R3', answer_body = '',
                 version = 99, quote_id = (SELECT quote_id FROM upgrade_attempt WHERE state = 'charged')
                 WHERE state = 'declined'"
            }
            _ => {
                "UPDATE upgrade_attempt SET state = 'charged', charged = 'yes', recovery_point = 'R3', answer_body = ''
                 WHERE state = 'declined'"
            }
        }
    };

    assert!(books.refuses(paid_again("quote")).await);
    assert!(books.refuses(paid_again("version")).await);
    assert!(
        books
            .refuses(
                "UPDATE upgrade_attempt SET idempotency_key =
                 (SELECT idempotency_key FROM upgrade_attempt WHERE state = 'charged')"
            )
            .await
    );
}

#[tokio::test]
async fn ledger_receipts_and_audit_trail_are_append_only() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    let books = app.books();

    for statement in [
        "UPDATE ledger_entry SET amount_minor = 0",
        "DELETE FROM ledger_entry",
        "UPDATE receipt SET body = ''",
        "DELETE FROM receipt",
        "UPDATE audit SET event = 'attempt.canceled'",
        "DELETE FROM audit",
    ] {
        assert!(books.refuses(statement).await, "{statement}");
    }
}

#[tokio::test]
async fn audit_row_changed_in_the_file_is_detected() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);
    let books = app.books();
    books.are_sound().await;
    let row = books.number("SELECT sequence FROM audit WHERE event = 'attempt.charged'").await;

    books.change("DROP TRIGGER audit_is_never_changed").await;
    books
        .change("UPDATE audit SET body = replace(body, '24155', '14155') WHERE event = 'attempt.charged'")
        .await;

    let broken = app.state.store.verify_audit(&Anchors::default()).await.unwrap().broken.unwrap();
    assert_eq!((broken.sequence, broken.fault), (Some(row), AuditFault::Altered));
}

#[tokio::test]
async fn reservations_never_exceed_the_last_use_of_a_code() {
    let app = App::open().await;
    let owner = app.person("owner").await;
    for organization in [101, 103] {
        let sessions = owner.subscription(organization).await.engine.subscription.sessions;
        let payment = owner.prepare(organization, sessions + 1, "pm_card_chargeCustomerFail").await;
        owner.pay(&payment).await.is(402);
    }
    let mut attempts = Vec::new();
    for id in app.books().texts("SELECT id || ' ' || organization FROM upgrade_attempt").await {
        let (id, organization) = id.split_once(' ').unwrap();
        attempts.push((id.to_owned(), organization.parse::<i64>().unwrap()));
    }

    let now = app.state.clock.now();
    let mut transaction = app.state.store.begin().await.unwrap();
    let mut reserved = Vec::new();
    for (id, organization) in &attempts {
        reserved.push(redemptions::reserve(&mut transaction, id, "LAST1", *organization, now).await.unwrap());
    }

    assert_eq!(reserved, [true, false]);
    redemptions::release(&mut transaction, &attempts[0].0, now).await.unwrap();
    let (id, organization) = &attempts[1];
    assert!(redemptions::reserve(&mut transaction, id, "LAST1", *organization, now).await.unwrap());
}
