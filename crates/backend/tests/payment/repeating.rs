use contract::UpgradeRequest;
use tokio::task::JoinSet;

use crate::support::{App, TestPayment, key};

#[tokio::test]
async fn repeated_request_returns_the_same_bytes() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let first = buyer.pay(&payment).await.is(201);

    for _ in 0..5 {
        let again = buyer.pay(&payment).await.is(200);

        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!(again.body, first.body);
    }
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.books().states().await, ["charged"]);
}

#[tokio::test]
async fn stored_response_is_replayed_after_a_restart() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let first = buyer.pay(&payment).await.is(201);
    app.set_time("2026-03-20T00:00:00Z");
    let restarted = app.second_instance(app.gateway()).await;

    let again = buyer.at(backend::routes::router(restarted)).pay(&payment).await.is(200);

    assert_eq!(again.body, first.body);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn reused_idempotency_key_with_another_body_is_refused() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    buyer.pay(&payment).await.is(201);

    let other = TestPayment {
        body: UpgradeRequest { expected_due_minor: 1, ..payment.body.clone() },
        ..payment.clone()
    };
    buyer.pay(&other).await.refused(422, "idempotency_conflict");
    let with_other_whitespace = payment.text().replace(':', ": ");
    buyer.pay_text(&payment, with_other_whitespace).await.refused(422, "idempotency_conflict");

    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn twenty_parallel_requests_with_one_key_charge_once() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let mut requests = JoinSet::new();
    for _ in 0..20 {
        let (buyer, payment) = (buyer.clone(), payment.clone());
        requests.spawn(async move { buyer.pay(&payment).await });
    }

    let answers = requests.join_all().await;

    let paid: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(paid.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        if answer.status == 200 {
            assert_eq!(answer.body, paid[0].body);
        } else {
            answer.refused(409, "attempt_running");
            assert!(answer.header("retry-after").is_some());
        }
    }
    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.log().count("intent_created"), 1);
    assert_eq!(app.books().states().await, ["charged"]);
}

#[tokio::test]
async fn idempotency_key_is_scoped_to_person_and_organization() {
    let app = App::open().await;
    let (buyer, colleague) = (app.person("billing").await, app.person("owner").await);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let key = payment.key.clone().unwrap();
    buyer.pay(&payment).await.is(201);

    colleague.attempt_by_key(101, &key).await.refused(404, "attempt_unknown");
    buyer.attempt_by_key(103, &key).await.refused(404, "attempt_unknown");
    let card = colleague.use_card(102, "pm_card_visa").await;
    let quote = colleague.quote(102, 11, contract::billing::Cycle::Annual, None).await;
    let elsewhere = TestPayment { key: Some(key), ..TestPayment::of(102, &quote, &card.id) };
    let answer = colleague.pay(&elsewhere).await.is(201).upgrade();

    assert_eq!(answer.receipt.unwrap().organization.id, 102);
    assert_eq!(app.log().count("succeeded"), 2);
}

#[tokio::test]
async fn missing_or_invalid_idempotency_key_is_refused() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let with = |key: Option<String>| TestPayment { key, ..payment.clone() };

    buyer.pay(&with(None)).await.refused(400, "idempotency_key_missing");
    for wrong in [String::new(), "k".repeat(256), "with a blank".to_owned()] {
        buyer.pay(&with(Some(wrong))).await.refused(400, "idempotency_key_invalid");
    }
    buyer.pay(&TestPayment { if_match: None, ..payment.clone() }).await.refused(428, "if_match_missing");
    buyer.attempt_by_key(101, &key()).await.refused(404, "attempt_unknown");
    buyer.attempt(101, "att_none").await.refused(404, "not_found");

    assert!(app.books().states().await.is_empty());
    buyer.pay(&with(Some("k".repeat(255)))).await.is(201);
}
