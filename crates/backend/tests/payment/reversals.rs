//! Refunds and disputes that are made at the gateway.

use axum::body::Body;
use axum::http::Method;
use backend::alarm::Alarm;
use backend::service::{charge_reversal, payment};
use contract::{Page, Receipt, ReceiptNoteKind, ReceiptNoteStatus, ReceiptSummary};
use gateway::stripe::webhook;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person, WEBHOOK_SECRET};

const RECEIPT: &str = "/organizations/101/testcloud/receipts/R-101-000001";

async fn paid(token: &str) -> (App, Person, String) {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, token).await;
    buyer.pay(&payment).await.is(201);
    let intent = app.log().charged_intents().remove(0);
    (app, buyer, intent)
}

async fn deliver(app: &App, buyer: &Person, id: &str, kind: &str, object: &str) -> Answer {
    let object = json!({ "id": object, "object": kind });
    let body = json!({ "id": id, "object": "event", "type": format!("{kind}.updated"), "livemode": false, "data": { "object": object } });
    let body = body.to_string();
    let signature = webhook::sign(WEBHOOK_SECRET, app.state.clock.now(), body.as_bytes());
    let headers = [("stripe-signature", signature.as_str())];
    buyer.request(Method::POST, "/gateway/events", Body::from(body), &headers).await
}

async fn balance(app: &App, account: &str) -> i64 {
    app.books()
        .number(
            format!("SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_entry WHERE organization = 101 AND account = '{account}' AND entry_group NOT LIKE 'sample%'")
                .leak(),
        )
        .await
}

fn id_of(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn refund_is_booked_once_and_noted_on_the_receipt() {
    let (app, buyer, intent) = paid("pm_card_visa").await;
    let cash = balance(&app, "cash").await;
    let refund = app.control("/refunds", &json!({ "payment_intent": intent, "amount": 5_000 })).await;
    let refund = id_of(&refund);

    for event in ["evt_1", "evt_1", "evt_2"] {
        deliver(&app, &buyer, event, "refund", &refund).await.is(200);
    }

    assert_eq!(balance(&app, "cash").await, cash - 5_000);
    assert_eq!(balance(&app, "refunds").await, 5_000);
    let receipt: Receipt = buyer.get(RECEIPT).await.is(200).json();
    let [note] = &receipt.notes[..] else { panic!("{:?}", receipt.notes) };
    assert_eq!((note.kind, note.status), (ReceiptNoteKind::Refund, ReceiptNoteStatus::Returned));
    assert_eq!((note.amount_minor, note.taken_minor), (5_000, 5_000));
    assert_eq!(receipt.charged_minor, 24_155, "the receipt itself does not change");
    let file: Receipt = buyer.get(&format!("{RECEIPT}.json")).await.is(200).json();
    assert!(file.notes.is_empty());
    let page: Page<ReceiptSummary> = buyer.get("/organizations/101/testcloud/receipts").await.is(200).json();
    assert_eq!(page.content[0].taken_back_minor, 5_000);
    assert_eq!(buyer.subscription(101).await.engine.subscription.sessions, 8, "a person decides about it");
    let sent = "SELECT COUNT(*) FROM outbox WHERE kind = 'refund_recorded'";
    assert_eq!(app.books().number(sent).await, 1);
    assert_eq!(app.state.alarms.count(Alarm::RefundRecorded), 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn failed_refund_gives_the_cash_back() {
    let (app, buyer, intent) = paid("pm_card_visa").await;
    let cash = balance(&app, "cash").await;
    let refund =
        id_of(&app.control("/refunds", &json!({ "payment_intent": intent, "amount": 24_155 })).await);
    deliver(&app, &buyer, "evt_1", "refund", &refund).await.is(200);
    assert_eq!(balance(&app, "cash").await, cash - 24_155);

    app.control(&format!("/refunds/{refund}"), &json!({ "status": "failed" })).await;
    deliver(&app, &buyer, "evt_2", "refund", &refund).await.is(200);
    deliver(&app, &buyer, "evt_3", "refund", &refund).await.is(200);

    assert_eq!((balance(&app, "cash").await, balance(&app, "refunds").await), (cash, 0));
    let receipt: Receipt = buyer.get(RECEIPT).await.is(200).json();
    assert_eq!((receipt.notes[0].amount_minor, receipt.notes[0].taken_minor), (24_155, 0));
    assert_eq!(receipt.notes[0].status, ReceiptNoteStatus::Kept);
    app.books().are_sound().await;
}

#[tokio::test]
async fn dispute_takes_the_cash_and_a_won_one_returns_it() {
    let (app, buyer, intent) = paid("pm_card_visa").await;
    let cash = balance(&app, "cash").await;
    let dispute = id_of(&app.control("/disputes", &json!({ "charge": intent })).await);
    deliver(&app, &buyer, "evt_1", "dispute", &dispute).await.is(200);
    assert_eq!((balance(&app, "cash").await, balance(&app, "disputes").await), (cash - 24_155, 24_155));
    assert_eq!(app.state.alarms.count(Alarm::DisputeRecorded), 1);

    app.control(&format!("/disputes/{dispute}/close"), &json!({ "status": "won" })).await;
    deliver(&app, &buyer, "evt_2", "dispute", &dispute).await.is(200);

    assert_eq!((balance(&app, "cash").await, balance(&app, "disputes").await), (cash, 0));
    let receipt: Receipt = buyer.get(RECEIPT).await.is(200).json();
    assert_eq!((receipt.notes[0].kind, receipt.notes[0].taken_minor), (ReceiptNoteKind::Dispute, 0));
    app.books().are_sound().await;
}

#[tokio::test]
async fn refund_without_a_webhook_is_found_by_reconciliation() {
    let (app, _, intent) = paid("pm_card_visa").await;
    let cash = balance(&app, "cash").await;
    app.control("/refunds", &json!({ "payment_intent": intent, "amount": 700 })).await;

    let found = payment::reconcile(&app.state).await.unwrap();
    charge_reversal::record_missed(&app.state, &found.reversed).await;

    assert!(found.is_clean(), "{found:?}");
    assert_eq!((balance(&app, "cash").await, balance(&app, "refunds").await), (cash - 700, 700));
}

#[tokio::test]
async fn unknown_refunds_and_disputes_change_nothing() {
    let (app, buyer, _) = paid("pm_card_visa").await;
    let cash = balance(&app, "cash").await;

    deliver(&app, &buyer, "evt_1", "refund", "re_unknown").await.is(200);
    deliver(&app, &buyer, "evt_2", "dispute", "dp_unknown").await.is(200);
    deliver(&app, &buyer, "evt_3", "charge", "ch_unknown").await.is(200);

    assert_eq!(balance(&app, "cash").await, cash);
    assert_eq!(app.books().number("SELECT COUNT(*) FROM charge_reversal").await, 0);
}
