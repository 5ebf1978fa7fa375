use gateway::{
    ChargeStatus, DeclineReason, DisputeStatus, GatewayError, IntentStatus, PaymentGateway, RefundStatus,
    SetupStatus,
};
use serde_json::{Value, json};

use crate::fake_stripe::{FakeStripe, client};
use crate::fixtures::{self, with};

async fn retrieve(intent: Value) -> Result<gateway::Intent, GatewayError> {
    FakeStripe::json(200, intent).await.client().retrieve("pi_1").await
}

#[tokio::test]
async fn account_has_the_mode_of_the_key() {
    for (key, live) in [("rk_test_abcdefgh12345", false), ("sk_live_abcdefgh12345", true)] {
        let stripe = FakeStripe::json(200, fixtures::account()).await;

        let account = client(&stripe.base, key).account().await.unwrap();

        assert_eq!((account.id.as_str(), account.live), ("acct_1", live));
    }
}

#[tokio::test]
async fn each_status_of_an_intent_has_its_meaning() {
    use IntentStatus as S;

    let status = |status: &str| with(fixtures::intent(), json!({"status": status}));
    for (intent, expected) in [
        (status("requires_payment_method"), S::Unconfirmed),
        (status("requires_confirmation"), S::Unconfirmed),
        (status("processing"), S::Processing),
        (status("requires_capture"), S::Processing),
        (status("canceled"), S::Canceled),
        (fixtures::requires_action(), S::RequiresAction),
        (fixtures::succeeded(), S::Succeeded),
        (fixtures::declined("card_declined", "lost_card"), S::Declined),
    ] {
        assert_eq!(retrieve(intent.clone()).await.unwrap().status, expected, "{intent}");
    }
    assert_eq!(retrieve(status("paid")).await.unwrap_err(), GatewayError::Unknown);
}

#[tokio::test]
async fn succeeded_intent_has_the_amount_that_was_received() {
    let part = with(fixtures::succeeded(), json!({"amount_received": 24_000}));

    let intent = retrieve(part).await.unwrap();

    assert_eq!(intent.amount_minor, 24_000);
    assert_eq!(intent.charge.as_deref(), Some("ch_1"));
    assert_eq!(intent.metadata["attempt"], "att_1");
}

#[tokio::test]
async fn canceled_intent_keeps_its_decline_and_a_succeeded_one_does_not() {
    let declined = fixtures::declined("card_declined", "insufficient_funds");
    let canceled = with(declined.clone(), json!({"status": "canceled"}));
    let paid = with(declined, json!({"status": "succeeded", "amount_received": 24_155}));

    assert_eq!(retrieve(canceled).await.unwrap().decline, Some(DeclineReason::InsufficientFunds));
    assert_eq!(retrieve(paid).await.unwrap().decline, None);
}

#[tokio::test]
async fn page_of_the_bank_is_a_web_address() {
    let url = |url: &str| {
        with(
            fixtures::requires_action(),
            json!({"next_action": {"type": "redirect_to_url", "redirect_to_url": {"url": url}}}),
        )
    };
    let bank = retrieve(fixtures::requires_action()).await.unwrap();
    assert_eq!(bank.confirmation_url.as_deref(), Some("https://hooks.stripe.com/3d_secure/1"));

    for address in ["javascript:alert(1)", "data:text/html,x", "/relative", ""] {
        assert_eq!(retrieve(url(address)).await.unwrap().confirmation_url, None, "{address}");
    }
    let script = with(fixtures::requires_action(), json!({"next_action": {"type": "use_stripe_sdk"}}));
    assert_eq!(retrieve(script).await.unwrap().confirmation_url, None);
}

#[tokio::test]
async fn expanded_references_are_read_like_ids() {
    let expanded = with(
        fixtures::succeeded(),
        json!({"customer": fixtures::customer(), "payment_method": fixtures::card(), "latest_charge": fixtures::charge()}),
    );

    let intent = retrieve(expanded).await.unwrap();

    assert_eq!(intent.customer.as_deref(), Some("cus_1"));
    assert_eq!(intent.card_ref.as_deref(), Some("pm_1"));
    assert_eq!(intent.charge.as_deref(), Some("ch_1"));
}

#[tokio::test]
async fn object_of_another_deployment_is_not_read() {
    for metadata in
        [Value::Null, json!({}), json!({"deployment": "staging", "organization": "101", "attempt": "att_1"})]
    {
        let foreign = with(fixtures::succeeded(), json!({"metadata": metadata}));
        assert_eq!(retrieve(foreign).await.unwrap_err(), GatewayError::OtherDeployment);

        let foreign = FakeStripe::json(200, with(fixtures::charge(), json!({"metadata": metadata}))).await;
        assert_eq!(foreign.client().charge("ch_1").await.unwrap_err(), GatewayError::OtherDeployment);
    }
}

#[tokio::test]
async fn card_is_read() {
    let stripe = FakeStripe::json(200, fixtures::card()).await;

    let card = stripe.client().card("pm_1").await.unwrap();

    assert_eq!((card.brand.as_str(), card.last4.as_str()), ("visa", "4242"));
    assert_eq!((card.expires_month, card.expires_year), (12, 2030));
    assert_eq!(card.customer.as_deref(), Some("cus_1"));
}

#[tokio::test]
async fn setup_session_has_a_card_only_if_it_is_saved_for_its_customer() {
    let complete = fixtures::complete_session();
    let changed = |pointer: &str, value: Value| {
        let mut session = complete.clone();
        *session.pointer_mut(pointer).unwrap() = value;
        session
    };
    for (session, status, has_card) in [
        (fixtures::session(), SetupStatus::Open, false),
        (with(fixtures::session(), json!({"status": "expired", "url": null})), SetupStatus::Expired, false),
        (complete.clone(), SetupStatus::Complete, true),
        (changed("/setup_intent/status", json!("processing")), SetupStatus::Complete, false),
        (changed("/setup_intent/payment_method", json!("pm_1")), SetupStatus::Complete, false),
        (changed("/setup_intent/payment_method/customer", json!("cus_2")), SetupStatus::Complete, false),
        (changed("/setup_intent/payment_method/customer", Value::Null), SetupStatus::Complete, false),
    ] {
        let stripe = FakeStripe::json(200, session).await;

        let session = stripe.client().setup_session("cs_test_1").await.unwrap();

        assert_eq!((session.status, session.card.is_some()), (status, has_card));
        assert_eq!((session.reference.as_str(), session.organization), ("setup_1", 101));
    }
}

#[tokio::test]
async fn session_of_a_payment_is_not_a_setup_session() {
    let payment = with(fixtures::session(), json!({"mode": "payment"}));
    let stripe = FakeStripe::json(200, payment).await;

    assert_eq!(stripe.client().setup_session("cs_test_1").await.unwrap_err(), GatewayError::Unknown);
}

#[tokio::test]
async fn charge_has_its_refunded_amount() {
    let partly = with(fixtures::charge(), json!({"amount_refunded": 1_000, "disputed": true}));
    let stripe = FakeStripe::json(200, partly).await;

    let charge = stripe.client().charge("ch_1").await.unwrap();

    assert_eq!((charge.amount_minor, charge.refunded_minor, charge.disputed), (24_155, 1_000, true));
    assert_eq!((charge.status, charge.attempt.as_str()), (ChargeStatus::Succeeded, "att_1"));
    assert_eq!(charge.created.to_string(), "2026-03-16T09:31:00Z");
}

#[tokio::test]
async fn refund_and_dispute_have_their_status() {
    for (status, expected) in [
        ("pending", RefundStatus::Pending),
        ("requires_action", RefundStatus::Pending),
        ("succeeded", RefundStatus::Succeeded),
        ("failed", RefundStatus::Failed),
        ("canceled", RefundStatus::Canceled),
    ] {
        let stripe = FakeStripe::json(200, with(fixtures::refund(), json!({"status": status}))).await;
        assert_eq!(stripe.client().refund("re_1").await.unwrap().status, expected, "{status}");
    }
    for (status, expected) in [
        ("warning_needs_response", DisputeStatus::Open),
        ("warning_under_review", DisputeStatus::Open),
        ("needs_response", DisputeStatus::Open),
        ("under_review", DisputeStatus::Open),
        ("appeal_needs_response", DisputeStatus::Open),
        ("a_status_of_the_future", DisputeStatus::Open),
        ("won", DisputeStatus::Won),
        ("lost", DisputeStatus::Lost),
        ("warning_closed", DisputeStatus::Closed),
        ("prevented", DisputeStatus::Closed),
    ] {
        let stripe = FakeStripe::json(200, with(fixtures::dispute(), json!({"status": status}))).await;
        assert_eq!(stripe.client().dispute("du_1").await.unwrap().status, expected, "{status}");
    }
}

#[tokio::test]
async fn dispute_has_withdrawn_funds_until_they_are_reinstated() {
    let rows = |amounts: &[i64]| {
        let rows: Vec<_> = amounts.iter().map(|amount| json!({"amount": amount})).collect();
        with(fixtures::dispute(), json!({"balance_transactions": rows}))
    };
    for (dispute, expected) in
        [(rows(&[]), false), (rows(&[-24_155]), true), (rows(&[-24_155, 24_155]), false)]
    {
        let stripe = FakeStripe::json(200, dispute).await;
        assert_eq!(stripe.client().dispute("du_1").await.unwrap().funds_withdrawn, expected);
    }
}
