use reqwest::Method;

use crate::running::{order, start};

#[tokio::test]
async fn created_intent_is_unconfirmed_and_charges_once_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let created = sandbox.post("/v1/payment_intents", &order("pm_card_visa")).await;
    assert_eq!(created.body["status"], "requires_confirmation");
    assert_eq!((&created.body["livemode"], &created.body["amount_received"]), (&false.into(), &0.into()));

    let confirmed = sandbox.confirm(&created.id()).await;

    assert_eq!(confirmed.body["status"], "succeeded");
    assert_eq!(confirmed.body["amount_received"], 24_155);
    let charge =
        sandbox.get(&format!("/v1/charges/{}", confirmed.body["latest_charge"].as_str().unwrap())).await;
    assert_eq!((&charge.body["amount"], &charge.body["paid"]), (&24_155.into(), &true.into()));
    assert_eq!(charge.body["metadata"]["attempt"], "a1");
    assert_eq!(sandbox.entries(&created.id()), ["intent_created", "confirming", "succeeded"]);
}

#[tokio::test]
async fn second_confirm_is_refused_and_charges_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    sandbox.confirm(&intent).await;

    let again = sandbox.confirm(&intent).await;

    assert_eq!(again.error(), (400, "payment_intent_unexpected_state"));
    assert_eq!(again.body["error"]["payment_intent"]["status"], "succeeded");
    assert_eq!(sandbox.get("/v1/charges").await.body["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn canceled_intent_never_charges() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    let path = format!("/v1/payment_intents/{intent}/cancel");

    let canceled = sandbox.post(&path, "cancellation_reason=abandoned").await;

    assert_eq!(canceled.body["status"], "canceled");
    assert_eq!(canceled.body["cancellation_reason"], "abandoned");
    assert_eq!(sandbox.confirm(&intent).await.error(), (400, "payment_intent_unexpected_state"));
    assert_eq!(sandbox.post(&path, "").await.error(), (400, "payment_intent_unexpected_state"));
    assert_eq!(sandbox.entries(&intent), ["intent_created", "canceled", "confirm_refused", "cancel_refused"]);
}

#[tokio::test]
async fn paid_intent_cannot_be_canceled() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa").await;
    sandbox.confirm(&intent).await;

    let canceled = sandbox.post(&format!("/v1/payment_intents/{intent}/cancel"), "").await;

    assert_eq!(canceled.error(), (400, "payment_intent_unexpected_state"));
    assert_eq!(canceled.body["error"]["payment_intent"]["status"], "succeeded");
    assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming", "succeeded", "cancel_refused"]);
}

#[tokio::test]
async fn saved_card_pays_for_its_own_customer_only() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (customer, card) = sandbox.saved_card("pm_card_mastercard").await;
    let other = sandbox.customer().await;

    let own = sandbox.post("/v1/payment_intents", &format!("{}&customer={customer}", order(&card))).await;
    assert_eq!(sandbox.confirm(&own.id()).await.body["status"], "succeeded");
    for foreign in [order(&card), format!("{}&customer={other}", order(&card))] {
        let refused = sandbox.post("/v1/payment_intents", &foreign).await;
        assert_eq!(refused.error(), (400, "payment_method_unexpected_state"));
    }
    let listed = sandbox.get(&format!("/v1/customers/{customer}/payment_methods?type=card")).await;
    assert_eq!(listed.body["data"][0]["id"], card);
    assert_eq!(listed.body["data"][0]["card"]["brand"], "mastercard");
}

#[tokio::test]
async fn detached_card_is_no_longer_listed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (customer, card) = sandbox.saved_card("pm_card_visa").await;

    let detached = sandbox.post(&format!("/v1/payment_methods/{card}/detach"), "").await;

    assert!(detached.body["customer"].is_null());
    let listed = sandbox.get(&format!("/v1/customers/{customer}/payment_methods")).await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 0);
    assert_eq!(sandbox.post(&format!("/v1/payment_methods/{card}/detach"), "").await.status, 400);
}

#[tokio::test]
async fn declining_card_cannot_be_attached_but_the_later_declining_one_can() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let customer = sandbox.customer().await;
    let attach = |token: &str| format!("/v1/payment_methods/{token}/attach");
    let form = format!("customer={customer}");

    let declined = sandbox.post(&attach("pm_card_visa_chargeDeclined"), &form).await;
    assert_eq!(declined.error(), (402, "card_declined"));
    let saved = sandbox.post(&attach("pm_card_chargeCustomerFail"), &form).await;
    assert_eq!((saved.status, &saved.body["customer"]), (200, &customer.as_str().into()));
    let intent =
        sandbox.post("/v1/payment_intents", &format!("{}&customer={customer}", order(&saved.id()))).await;
    assert_eq!(sandbox.confirm(&intent.id()).await.error(), (402, "card_declined"));
}

#[tokio::test]
async fn expired_card_is_declined() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (customer, card) = sandbox.saved_card("pm_card_visa").await;
    let path = format!("/payment-methods/{card}");
    let update = r#"{"exp_month":2,"exp_year":2026}"#;
    assert_eq!(sandbox.control(Method::POST, &path, update).await.status, 200);

    let intent = sandbox.post("/v1/payment_intents", &format!("{}&customer={customer}", order(&card))).await;

    assert_eq!(sandbox.confirm(&intent.id()).await.error(), (402, "expired_card"));
}
