use crate::running::{order, start};

#[tokio::test]
async fn declined_card_returns_the_codes_and_a_failed_charge() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    for (token, code, decline_code) in [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_visa_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ] {
        let intent = sandbox.intent(token).await;

        let declined = sandbox.confirm(&intent).await;

        let error = &declined.body["error"];
        assert_eq!(declined.error(), (402, code), "{token}");
        assert_eq!((&error["type"], &error["decline_code"]), (&"card_error".into(), &decline_code.into()));
        assert_eq!(error["payment_intent"]["status"], "requires_payment_method");
        assert_eq!(error["payment_intent"]["last_payment_error"]["decline_code"], decline_code);
        let charge = sandbox.get(&format!("/v1/charges/{}", error["charge"].as_str().unwrap())).await;
        assert_eq!((&charge.body["status"], &charge.body["paid"]), (&"failed".into(), &false.into()));
        assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming", "declined"]);
        assert_eq!(sandbox.lines().last().unwrap()["reason"], decline_code);
    }
}

#[tokio::test]
async fn declined_intent_can_be_confirmed_with_another_card() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_visa_chargeDeclined").await;
    sandbox.confirm(&intent).await;
    let path = format!("/v1/payment_intents/{intent}/confirm");

    assert_eq!(sandbox.post(&path, "").await.error(), (400, "payment_intent_unexpected_state"));
    let paid = sandbox.post(&path, "payment_method=pm_card_visa").await;

    assert_eq!((paid.status, &paid.body["status"]), (200, &"succeeded".into()));
    assert!(paid.body["last_payment_error"].is_null());
}

#[tokio::test]
async fn authentication_redirects_to_the_bank_page() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_authenticationRequired").await;

    let asked = sandbox.confirm(&intent).await;

    assert_eq!((asked.status, &asked.body["status"]), (200, &"requires_action".into()));
    let action = &asked.body["next_action"];
    assert_eq!(action["type"], "redirect_to_url");
    assert_eq!(action["redirect_to_url"]["return_url"], "https://app.example.com/paid?a=1");
    assert_eq!(action["redirect_to_url"]["url"], format!("{}/bank/{intent}", sandbox.local.origin));
}

#[tokio::test]
async fn off_session_payment_that_requires_authentication_is_declined() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (customer, card) = sandbox.saved_card("pm_card_authenticationRequired").await;
    let intent =
        sandbox.post("/v1/payment_intents", &format!("{}&customer={customer}", order(&card))).await.id();
    let path = format!("/v1/payment_intents/{intent}/confirm");

    let declined = sandbox.post(&path, "off_session=true").await;

    assert_eq!(declined.error(), (402, "authentication_required"));
    assert_eq!(declined.body["error"]["payment_intent"]["status"], "requires_payment_method");
    let form = format!("payment_method={card}&return_url=https://app.example.com/");
    let asked = sandbox.post(&path, &form).await;
    assert_eq!(asked.body["status"], "requires_action");
}

#[tokio::test]
async fn card_that_was_authenticated_on_setup_pays_off_session() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (customer, card) = sandbox.saved_card("pm_card_authenticationRequiredOnSetup").await;
    let off_session = |intent: String| format!("/v1/payment_intents/{intent}/confirm");

    let saved =
        sandbox.post("/v1/payment_intents", &format!("{}&customer={customer}", order(&card))).await.id();
    let paid = sandbox.post(&off_session(saved), "off_session=true").await;
    assert_eq!((paid.status, &paid.body["status"]), (200, &"succeeded".into()));
    let fresh = sandbox.intent("pm_card_authenticationRequiredOnSetup").await;
    let declined = sandbox.post(&off_session(fresh), "off_session=true").await;
    assert_eq!(declined.error(), (402, "authentication_required"));
}

#[tokio::test]
async fn create_can_confirm_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    let paid = sandbox.post("/v1/payment_intents", &format!("{}&confirm=true", order("pm_card_visa"))).await;
    let declined = sandbox
        .post("/v1/payment_intents", &format!("{}&confirm=true", order("pm_card_chargeDeclined")))
        .await;
    let contradicting =
        sandbox.post("/v1/payment_intents", &format!("{}&off_session=true", order("pm_card_visa"))).await;

    assert_eq!(paid.body["status"], "succeeded");
    assert_eq!(declined.error(), (402, "card_declined"));
    assert_eq!(contradicting.status, 400);
}

#[tokio::test]
async fn disputing_card_is_charged_and_then_disputed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_createDispute").await;

    let paid = sandbox.confirm(&intent).await;

    assert_eq!(paid.body["status"], "succeeded");
    let disputes = sandbox.get(&format!("/v1/disputes?payment_intent={intent}")).await;
    assert_eq!(disputes.body["data"][0]["reason"], "fraudulent");
    assert_eq!(disputes.body["data"][0]["amount"], 24_155);
    assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming", "succeeded", "dispute_created"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_confirms_charge_once() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = std::sync::Arc::new(start(&folder.path().join("book.jsonl")).await);
    let intent = sandbox.intent("pm_card_visa").await;
    let confirms: Vec<_> = (0..20)
        .map(|count| {
            let (sandbox, path) = (sandbox.clone(), format!("/v1/payment_intents/{intent}/confirm"));
            tokio::spawn(async move { sandbox.post_with_key(&path, &format!("k{count}"), "").await.status })
        })
        .collect();

    let mut statuses = Vec::new();
    for confirm in confirms {
        statuses.push(confirm.await.unwrap());
    }

    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(sandbox.entries(&intent).iter().filter(|entry| *entry == "succeeded").count(), 1);
    let charges = sandbox.get(&format!("/v1/charges?payment_intent={intent}")).await;
    assert_eq!(charges.body["data"].as_array().unwrap().len(), 1);
}
