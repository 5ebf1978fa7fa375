use contract::billing::Cycle;
use contract::{Charged, UpgradeRequest, paths};
use serde_json::json;

use crate::support::{App, TestPayment, key};

#[tokio::test]
async fn expired_quote_is_refused_with_a_fresh_one() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.wait_seconds(900);

    let problem = buyer.pay(&payment).await.refused(410, "quote_expired");

    assert_eq!(problem.charged, Charged::No);
    let fresh = problem.quote.unwrap();
    assert_eq!(fresh.output.amount_due_minor, 24_155);
    assert_eq!(fresh.expires_at.seconds_since(fresh.as_of), 900);
    let card = payment.body.payment_method_id.as_deref().unwrap();
    buyer.pay(&TestPayment { key: payment.key, ..TestPayment::of(101, &fresh, card) }).await.is(201);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn altered_and_foreign_quotes_are_invalid() {
    let app = App::open().await;
    let (buyer, owner) = (app.person("billing").await, app.person("owner").await);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let another = buyer.quote(101, 9, Cycle::Monthly, None).await;
    let flipped = {
        let mut seal = payment.body.seal.clone().into_bytes();
        let last = seal.len() - 5;
        seal[last] = if seal[last] == b'A' { b'B' } else { b'A' };
        String::from_utf8(seal).unwrap()
    };
    let body = &payment.body;
    let altered = [
        UpgradeRequest { seal: flipped, ..body.clone() },
        UpgradeRequest { seal: String::new(), ..body.clone() },
        UpgradeRequest { seal: another.seal.clone(), ..body.clone() },
        UpgradeRequest { quote_hash: another.quote_hash.clone(), ..body.clone() },
        UpgradeRequest { quote_hash: body.quote_hash.to_uppercase(), ..body.clone() },
        UpgradeRequest { quote_id: another.id.clone(), ..body.clone() },
        UpgradeRequest { quote_id: "q_none".to_owned(), ..body.clone() },
    ];

    for body in altered {
        let wrong = TestPayment { key: Some(key()), body, ..payment.clone() };
        let problem = buyer.pay(&wrong).await.refused(422, "quote_invalid");
        assert!(problem.quote.is_none());
    }
    owner.pay(&TestPayment { key: Some(key()), ..payment.clone() }).await.refused(422, "quote_invalid");
    let elsewhere = TestPayment { organization: 103, key: Some(key()), ..payment.clone() };
    buyer.pay(&elsewhere).await.refused(422, "quote_invalid");

    assert!(app.books().states().await.is_empty());
    buyer.pay(&payment).await.is(201);
}

#[tokio::test]
async fn malformed_upgrade_is_refused_and_claims_no_key() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let text = payment.text();

    for (body, status, code) in [
        ("{".to_owned(), 400, "body_unreadable"),
        ("[]".to_owned(), 422, "body_invalid"),
        ("{}".to_owned(), 422, "body_invalid"),
        (text.replace("24155", "\"24155\""), 422, "body_invalid"),
        (text.replace("24155", "24155.0"), 422, "body_invalid"),
        (text.replacen('{', "{\"amountDueMinor\":1,", 1), 422, "body_invalid"),
        (text.replacen('{', "{\"quoteId\":\"q\",", 1), 422, "body_invalid"),
        (" ".repeat(70_000), 413, "body_too_large"),
    ] {
        buyer.pay_text(&payment, body).await.refused(status, code);
    }

    assert!(app.books().states().await.is_empty());
    buyer.pay(&payment).await.is(201);
}

#[tokio::test]
async fn expected_amount_that_differs_from_the_quote_is_refused() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let body = UpgradeRequest { expected_due_minor: 24_154, ..payment.body.clone() };

    let problem = buyer.pay(&TestPayment { body, ..payment }).await.refused(422, "expected_due_mismatch");

    assert_eq!(problem.quote.unwrap().output.amount_due_minor, 24_155);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn annual_requires_the_one_way_acknowledgement() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 5, Cycle::Annual, None).await;
    let payment = TestPayment::of(101, &quote, &card.id);

    for acknowledged_one_way in [None, Some(false)] {
        let body = UpgradeRequest { acknowledged_one_way, ..payment.body.clone() };
        let unacknowledged = TestPayment { body, ..payment.clone() };
        buyer.pay(&unacknowledged).await.refused(422, "acknowledgement_required");
    }

    buyer.pay(&payment).await.is(201);
    assert_eq!(app.log().charges().len(), 1);
}

#[tokio::test]
async fn payment_requires_the_valid_card_on_file() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let without = UpgradeRequest { payment_method_id: None, ..payment.body.clone() };
    buyer.pay(&TestPayment { body: without, ..payment.clone() }).await.refused(422, "payment_method_missing");
    let card = buyer.use_card(101, "pm_card_visa").await;
    buyer.pay(&payment).await.refused(409, "payment_method_changed");
    app.books().change("UPDATE payment_card SET expires_year = 2026, expires_month = 2").await;
    let body = UpgradeRequest { payment_method_id: Some(card.id), ..payment.body.clone() };
    buyer.pay(&TestPayment { body, ..payment.clone() }).await.refused(422, "payment_method_expired");
    app.books().change("UPDATE payment_card SET replaced_at = 0").await;
    buyer.pay(&payment).await.refused(422, "payment_method_missing");
    let free = buyer.quote(101, 8, Cycle::Monthly, Some("FREE100")).await;
    let mut payment = TestPayment::of(101, &free, "");
    payment.body.payment_method_id = Some("pm_1".to_owned());
    buyer.pay(&payment).await.refused(422, "payment_method_not_needed");

    assert!(app.books().states().await.is_empty());
    assert_eq!(app.log().count("intent_created"), 0);
}

#[tokio::test]
async fn quote_with_an_outdated_balance_is_stale() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.books().change("UPDATE organization SET balance_minor = 155 WHERE id = 101").await;

    let problem = buyer.pay(&payment).await.refused(409, "quote_stale");

    assert_eq!(problem.quote.unwrap().output.amount_due_minor, 24_000);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn new_price_list_does_not_change_a_valid_quote() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 5, Cycle::Annual, None).await;
    app.books().change("INSERT INTO price_list SELECT currency, version + 1, monthly_minor * 2, annual_minor * 2 FROM price_list").await;

    let paid = buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(201).upgrade();

    assert_eq!(app.log().charges(), [quote.output.amount_due_minor]);
    assert_eq!(paid.subscription.unwrap().engine.subscription.unit_price_minor, 156_000);
}

#[tokio::test]
async fn role_removed_after_the_quote_refuses_the_payment() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    app.books()
        .change(
            "UPDATE membership SET role = 'USER' WHERE organization = 101
             AND person = (SELECT id FROM person WHERE email = 'billing@example.com')",
        )
        .await;

    let problem = buyer.pay(&payment).await.refused(403, "role_required");

    assert!(!problem.who_can_act.is_empty());
    assert!(app.books().states().await.is_empty());
    assert_eq!(app.log().count("intent_created"), 0);
}

#[tokio::test]
async fn only_billing_roles_can_access_a_payment() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let attempt = buyer.pay(&payment).await.is(201).upgrade().attempt;

    for name in ["admin", "user"] {
        let person = app.person(name).await;
        person.pay(&payment).await.refused(403, "role_required");
        person.attempt(101, &attempt.id).await.refused(403, "role_required");
        person.attempt_by_key(101, payment.key.as_deref().unwrap()).await.refused(403, "role_required");
        person.act_on_attempt(101, &attempt.id, "confirmation").await.refused(403, "role_required");
        person.act_on_attempt(101, &attempt.id, "cancellation").await.refused(403, "role_required");
        person.pay(&TestPayment { organization: 104, ..payment.clone() }).await.refused(404, "not_found");
    }
    let owner = app.person("owner").await;
    owner.attempt(102, &attempt.id).await.refused(404, "not_found");
    owner.pay(&TestPayment { organization: 999, ..payment.clone() }).await.refused(404, "not_found");
    let same_buyer = buyer.at(app.router());
    let path = format!("{}/upgrades/{}/confirmation", paths::testcloud(101), attempt.id);
    same_buyer
        .send(axum::http::Method::POST, &path, &json!({"status": "succeeded"}), &[])
        .await
        .refused(422, "body_invalid");
}

#[tokio::test]
async fn canceled_subscription_must_be_reactivated_first() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let path = format!("{}/cancellation", paths::testcloud(101));
    buyer.send(axum::http::Method::POST, &path, &json!({}), &[]).await.is(200);

    let problem = buyer.pay(&payment).await.refused(412, "version_changed");

    assert!(problem.quote.is_none());
    assert_eq!(problem.change.unwrap().after.sessions, 5);
    assert!(app.books().states().await.is_empty());
}
