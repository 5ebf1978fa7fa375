use reqwest::Method;

use crate::running::{Running, start};

async fn paid(sandbox: &Running) -> (String, String) {
    let intent = sandbox.intent("pm_card_visa").await;
    let charge = sandbox.confirm(&intent).await.body["latest_charge"].as_str().unwrap().to_owned();
    (intent, charge)
}

#[tokio::test]
async fn refunds_add_up_to_the_charge_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (intent, charge) = paid(&sandbox).await;

    let part = sandbox.post("/v1/refunds", &format!("charge={charge}&amount=155")).await;
    assert_eq!((&part.body["status"], &part.body["amount"]), (&"succeeded".into(), &155.into()));
    let too_much = sandbox.post("/v1/refunds", &format!("charge={charge}&amount=24001")).await;
    assert_eq!(too_much.status, 400);
    let rest = sandbox.post("/v1/refunds", &format!("payment_intent={intent}")).await;
    assert_eq!(rest.body["amount"], 24_000);
    let again = sandbox.post("/v1/refunds", &format!("charge={charge}")).await;
    assert_eq!(again.error(), (400, "charge_already_refunded"));
    let charge = sandbox.get(&format!("/v1/charges/{charge}")).await;
    assert_eq!((&charge.body["refunded"], &charge.body["amount_refunded"]), (&true.into(), &24_155.into()));
    let listed = sandbox.get(&format!("/v1/refunds?payment_intent={intent}")).await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 2);
    let last = sandbox.lines().pop().unwrap();
    assert_eq!((&last["event"], &last["amount"]), (&"refunded".into(), &24_000.into()));
    assert_eq!((&last["organization"], &last["attempt"]), (&101.into(), &"a1".into()));
}

#[tokio::test]
async fn failed_refund_gives_the_amount_back_to_the_charge() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (_, charge) = paid(&sandbox).await;
    let refund = sandbox.post("/v1/refunds", &format!("charge={charge}")).await.id();

    let path = format!("/refunds/{refund}");
    let failed = sandbox.control(Method::POST, &path, r#"{"status":"failed"}"#).await;

    assert_eq!(failed.body["status"], "failed");
    assert_eq!(sandbox.get(&format!("/v1/charges/{charge}")).await.body["amount_refunded"], 0);
    assert_eq!(sandbox.control(Method::POST, &path, r#"{"status":"succeeded"}"#).await.status, 400);
}

#[tokio::test]
async fn dispute_from_the_dashboard_is_won_or_lost_once() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let (intent, charge) = paid(&sandbox).await;
    let body = format!("{{\"charge\":\"{intent}\",\"reason\":\"duplicate\"}}");

    let dispute = sandbox.control(Method::POST, "/disputes", &body).await;

    assert_eq!((dispute.status, &dispute.body["status"]), (201, &"needs_response".into()));
    assert_eq!(
        sandbox.post("/v1/refunds", &format!("charge={charge}")).await.error(),
        (400, "charge_disputed")
    );
    assert_eq!(sandbox.control(Method::POST, "/disputes", &body).await.status, 400);
    let close = format!("/disputes/{}/close", dispute.id());
    let won = sandbox.control(Method::POST, &close, r#"{"status":"won"}"#).await;
    assert_eq!(won.body["status"], "won");
    assert_eq!(sandbox.control(Method::POST, &close, r#"{"status":"lost"}"#).await.status, 400);
    let rows = won.body["balance_transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["amount"].as_i64().unwrap());
    assert_eq!(rows.collect::<Vec<_>>(), [-24_155, 24_155]);
    let events = sandbox.get("/v1/events?type=charge.dispute.funds_reinstated").await;
    assert_eq!(events.body["data"][0]["data"]["object"]["id"], dispute.id());
}

#[tokio::test]
async fn declined_payment_cannot_be_refunded() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_chargeDeclined").await;
    sandbox.confirm(&intent).await;

    assert_eq!(sandbox.post("/v1/refunds", &format!("payment_intent={intent}")).await.status, 400);
    assert_eq!(sandbox.post("/v1/refunds", "").await.error(), (400, "parameter_missing"));
}
