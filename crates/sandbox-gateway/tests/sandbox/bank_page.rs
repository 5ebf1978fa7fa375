use reqwest::Method;

use crate::running::{Answer, Running, send, start};

async fn asked(sandbox: &Running, token: &str) -> String {
    let intent = sandbox.intent(token).await;
    assert_eq!(sandbox.confirm(&intent).await.body["status"], "requires_action");
    intent
}

async fn decide(sandbox: &Running, intent: &str, decision: &str) -> Answer {
    sandbox.submit(&format!("/bank/{intent}"), &format!("decision={decision}")).await
}

#[tokio::test]
async fn confirmed_payment_succeeds_and_returns() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_threeDSecure2Required").await;
    let shown = send(sandbox.request(Method::GET, &format!("/bank/{intent}"))).await;
    assert!(
        shown.text.contains("<bdi id=\"bank-amount\">241.55 USD</bdi>") && shown.text.contains("TestOps")
    );

    let returned = decide(&sandbox, &intent, "confirm").await;

    let address = returned.header("location").unwrap();
    assert!(address.starts_with(&format!("https://app.example.com/paid?a=1&payment_intent={intent}&")));
    assert!(address.ends_with("&redirect_status=succeeded"));
    assert_eq!(sandbox.status(&intent).await, "succeeded");
    assert_eq!(sandbox.entries(&intent), ["intent_created", "confirming", "requires_action", "succeeded"]);
}

#[tokio::test]
async fn refused_payment_needs_another_card() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_authenticationRequired").await;

    let returned = decide(&sandbox, &intent, "refuse").await;

    assert!(returned.header("location").unwrap().ends_with("redirect_status=failed"));
    let intent = sandbox.get(&format!("/v1/payment_intents/{intent}")).await;
    assert_eq!(intent.body["status"], "requires_payment_method");
    assert_eq!(intent.body["last_payment_error"]["code"], "payment_intent_authentication_failure");
    assert!(intent.body["latest_charge"].is_null());
}

#[tokio::test]
async fn authenticated_payment_can_still_be_declined() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_threeDSecureRequiredChargeDeclined").await;

    decide(&sandbox, &intent, "confirm").await;

    let intent = sandbox.get(&format!("/v1/payment_intents/{intent}")).await;
    assert_eq!(intent.body["status"], "requires_payment_method");
    assert_eq!(intent.body["last_payment_error"]["code"], "card_declined");
}

#[tokio::test]
async fn second_decision_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_authenticationRequired").await;
    decide(&sandbox, &intent, "confirm").await;

    let second = decide(&sandbox, &intent, "refuse").await;

    assert!(second.header("location").unwrap().ends_with("redirect_status=succeeded"));
    assert_eq!(sandbox.status(&intent).await, "succeeded");
    let shown = send(sandbox.request(Method::GET, &format!("/bank/{intent}"))).await;
    assert_eq!(shown.status, 409);
    assert!(shown.text.contains("Nothing to confirm") && !shown.text.contains("bank-confirm"));
}

#[tokio::test]
async fn canceled_payment_cannot_be_confirmed_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_authenticationRequired").await;
    let canceled = sandbox.post(&format!("/v1/payment_intents/{intent}/cancel"), "").await;
    assert_eq!(
        (&canceled.body["status"], &canceled.body["next_action"]),
        (&"canceled".into(), &serde_json::Value::Null)
    );

    decide(&sandbox, &intent, "confirm").await;

    assert_eq!(sandbox.status(&intent).await, "canceled");
}

#[tokio::test]
async fn invalid_decisions_and_unknown_payments_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = asked(&sandbox, "pm_card_authenticationRequired").await;

    assert_eq!(decide(&sandbox, &intent, "maybe").await.status, 422);
    assert_eq!(decide(&sandbox, "pi_none", "confirm").await.status, 404);
    assert_eq!(send(sandbox.request(Method::GET, "/bank/pi_none")).await.status, 404);
    let foreign =
        sandbox.request(Method::POST, &format!("/bank/{intent}")).header("origin", "https://evil.example");
    assert_eq!(send(foreign.body("decision=confirm")).await.status, 403);
    assert_eq!(sandbox.status(&intent).await, "requires_action");
}
