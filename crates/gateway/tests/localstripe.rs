//! The client against localstripe, an independent server of a part of Stripe's API.
//!
//! `LOCALSTRIPE_PROXY` is the origin of `tests/stripe/localstripe_proxy.mjs`, which removes the parameters that the
//! server does not know. The server has no Checkout and no account, ignores idempotency keys, lists from old to new,
//! and its charges have no metadata.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::collections::BTreeMap;

use gateway::next::{
    Confirmation, Customer, DeclineReason, GatewayError, Intent, IntentStatus, ListQuery, NewCustomer,
    NewIntent, PaymentGateway, Presence, RefundStatus,
};
use gateway::stripe::{ApiKey, StripeGateway, StripeOptions, Timeouts};
use serde_json::Value;
use uuid::Uuid;

const KEY: &str = "sk_test_abcdefgh12345";
const CARD_3D_SECURE: &str = "4000002760003184";

/// The client, with an organization of its own.
struct Server {
    base: String,
    client: StripeGateway,
    organization: i64,
}

impl Server {
    fn new() -> Self {
        let base = std::env::var("LOCALSTRIPE_PROXY").expect("LOCALSTRIPE_PROXY is the origin of the proxy");
        let options = StripeOptions {
            base: base.clone(),
            key: ApiKey::parse(KEY).unwrap(),
            deployment: "main".into(),
            timeouts: Timeouts::default(),
        };
        let organization = i64::try_from(Uuid::new_v4().as_u128() % 1_000_000_000).unwrap();
        Self { base, client: StripeGateway::new(options).unwrap(), organization }
    }

    async fn customer(&self) -> Customer {
        let new = NewCustomer {
            idempotency_key: format!("customer:{}", self.organization),
            organization: self.organization,
            name: Some("Acme".into()),
        };
        self.client.create_customer(&new).await.unwrap()
    }

    /// A call that the client does not make.
    async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let answer = reqwest::Client::new()
            .post(format!("{}{path}", self.base))
            .bearer_auth(KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Saves a card for a customer, as the hosted page does.
    async fn save(&self, card: &str, customer: &Customer) -> String {
        let path = format!("/v1/payment_methods/{card}/attach");
        let (status, method) = self.post(&path, &[("customer", &customer.id)]).await;
        assert_eq!(status, 200, "{method}");
        method["id"].as_str().unwrap().to_owned()
    }

    /// An unconfirmed intent over 241.55 USD.
    async fn intent(&self, customer: &Customer, card_ref: &str) -> Intent {
        let attempt = Uuid::new_v4().simple().to_string();
        let new = NewIntent {
            idempotency_key: format!("{attempt}:create"),
            customer: customer.id.clone(),
            card_ref: card_ref.into(),
            amount_minor: 24_155,
            currency: "USD".into(),
            organization: self.organization,
            attempt,
            metadata: BTreeMap::from([("quote_id".into(), "q_1".into())]),
        };
        self.client.create_intent(&new).await.unwrap()
    }

    async fn confirm(&self, intent: &Intent, presence: Presence) -> Result<Intent, GatewayError> {
        let confirmation = Confirmation { card_ref: intent.card_ref.clone().unwrap(), presence };
        self.client.confirm(&intent.id, &confirmation, &format!("{}:confirm", intent.attempt)).await
    }
}

fn on_session() -> Presence {
    Presence::OnSession { return_url: "https://billing.example.com/back".into() }
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn saved_card_pays() {
    let server = Server::new();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let card = server.client.card(&card_ref).await.unwrap();
    assert_eq!((card.brand.as_str(), card.last4.as_str()), ("visa", "4242"));
    assert_eq!(card.customer.as_deref(), Some(customer.id.as_str()));

    for presence in [on_session(), Presence::OffSession] {
        let intent = server.intent(&customer, &card_ref).await;
        assert_eq!(intent.status, IntentStatus::Unconfirmed);

        let paid = server.confirm(&intent, presence).await.unwrap();

        assert_eq!((paid.status, paid.amount_minor), (IntentStatus::Succeeded, 24_155));
        assert_eq!((paid.currency.as_str(), paid.organization), ("USD", server.organization));
        assert_eq!(paid.metadata["quote_id"], "q_1");
        assert_eq!(server.client.retrieve(&intent.id).await.unwrap(), paid);
    }
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn decline_without_an_intent_is_unknown_until_the_intent_is_retrieved() {
    let server = Server::new();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_chargeCustomerFail", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;

    let confirmed = server.confirm(&intent, Presence::OffSession).await;

    assert_eq!(confirmed.unwrap_err(), GatewayError::Unknown);
    let declined = server.client.retrieve(&intent.id).await.unwrap();
    assert_eq!(declined.status, IntentStatus::Declined);
    assert_eq!(declined.decline, Some(DeclineReason::GenericDecline));
    let canceled = server.client.cancel(&intent.id, "cancel").await.unwrap();
    assert_eq!(canceled.status, IntentStatus::Canceled);
    assert_eq!(canceled.decline, Some(DeclineReason::GenericDecline));
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn card_with_3d_secure_waits_for_the_person_and_can_be_canceled() {
    let server = Server::new();
    let customer = server.customer().await;
    let card = [
        ("type", "card"),
        ("card[number]", CARD_3D_SECURE),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2030"),
        ("card[cvc]", "123"),
    ];
    let (_, method) = server.post("/v1/payment_methods", &card).await;
    let card_ref = server.save(method["id"].as_str().unwrap(), &customer).await;
    let intent = server.intent(&customer, &card_ref).await;

    let waiting = server.confirm(&intent, on_session()).await.unwrap();

    assert_eq!(waiting.status, IntentStatus::RequiresAction);
    // localstripe has no page of the bank.
    assert_eq!(waiting.confirmation_url, None);
    let canceled = server.client.cancel(&intent.id, "cancel").await.unwrap();
    assert_eq!(canceled.status, IntentStatus::Canceled);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn call_that_the_state_does_not_allow_is_refused() {
    let server = Server::new();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;
    server.confirm(&intent, on_session()).await.unwrap();

    let canceled = server.client.cancel(&intent.id, "cancel").await.unwrap_err();
    let confirmed = server.confirm(&intent, on_session()).await.unwrap_err();

    assert!(matches!(canceled, GatewayError::Refused { .. }), "{canceled}");
    assert!(matches!(confirmed, GatewayError::Refused { .. }), "{confirmed}");
    assert_eq!(server.client.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn missing_object_and_wrong_key_are_errors() {
    let server = Server::new();
    assert_eq!(server.client.retrieve("pi_missing").await.unwrap_err(), GatewayError::NotFound);
    assert_eq!(server.client.card("pm_missing").await.unwrap_err(), GatewayError::CardUnknown);

    let options = StripeOptions {
        base: server.base.clone(),
        // localstripe accepts keys that start with sk_ only.
        key: ApiKey::parse("rk_test_abcdefgh12345").unwrap(),
        deployment: "main".into(),
        timeouts: Timeouts::default(),
    };
    let error = StripeGateway::new(options).unwrap().retrieve("pi_1").await.unwrap_err();
    assert!(matches!(error, GatewayError::Unauthorized { .. }), "{error}");
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn every_intent_is_found_by_its_attempt_in_the_list() {
    let server = Server::new();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let mut attempts = Vec::new();
    for _ in 0..3 {
        attempts.push(server.intent(&customer, &card_ref).await.attempt);
    }

    let mut found = Vec::new();
    let mut query = ListQuery { created_since: billing::Instant::from_epoch_seconds(0), after: None };
    loop {
        let page = server.client.intents(&query).await.unwrap();
        found.extend(page.items.into_iter().filter(|intent| intent.organization == server.organization));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }

    assert_eq!(found.into_iter().map(|intent| intent.attempt).collect::<Vec<_>>(), attempts);
}

#[tokio::test]
#[ignore = "needs localstripe: cargo xtask test stripe"]
async fn refund_of_a_charge_is_read() {
    let server = Server::new();
    let customer = server.customer().await;
    let card_ref = server.save("pm_card_visa", &customer).await;
    let intent = server.intent(&customer, &card_ref).await;
    let charge = server.confirm(&intent, on_session()).await.unwrap().charge.unwrap();
    let (_, made) = server.post("/v1/refunds", &[("charge", &charge), ("amount", "1000")]).await;

    let refunds = server.client.refunds(&charge).await.unwrap();

    let [refund] = refunds.as_slice() else { panic!("{refunds:?}") };
    assert_eq!((refund.status, refund.amount_minor), (RefundStatus::Succeeded, 1_000));
    assert_eq!(refund.id, made["id"].as_str().unwrap());
    assert_eq!(&server.client.refund(&refund.id).await.unwrap(), refund);
    // The charge of localstripe does not have the metadata of its intent.
    assert_eq!(server.client.charge(&charge).await.unwrap_err(), GatewayError::OtherDeployment);
}
