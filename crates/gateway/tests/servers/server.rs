use std::collections::BTreeMap;
use std::env;

use gateway::stripe::{ApiKey, StripeGateway, StripeOptions, Timeouts};
use gateway::{
    Confirmation, Customer, GatewayError, Intent, NewCustomer, NewIntent, PaymentGateway, Presence,
};
use serde_json::Value;
use uuid::Uuid;

/// The client, with an organization of its own.
pub struct Server {
    pub base: String,
    pub client: StripeGateway,
    pub organization: i64,
}

impl Server {
    /// The server whose origin is in an environment variable.
    pub fn at(origin: &str) -> Self {
        let base = variable(origin);
        let organization = i64::try_from(Uuid::new_v4().as_u128() % 1_000_000_000).unwrap();
        Self { client: client(&base, &key()), base, organization }
    }

    pub fn client_with(&self, key: &str) -> StripeGateway {
        client(&self.base, key)
    }

    pub async fn customer(&self) -> Customer {
        let new = NewCustomer {
            idempotency_key: format!("customer:{}", self.organization),
            organization: self.organization,
            name: Some("Acme".into()),
        };
        self.client.create_customer(&new).await.unwrap()
    }

    /// A call that the client does not make.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let answer = reqwest::Client::new()
            .post(format!("{}{path}", self.base))
            .bearer_auth(key())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Saves a card for a customer, as the hosted page does.
    pub async fn save(&self, card: &str, customer: &Customer) -> String {
        let path = format!("/v1/payment_methods/{card}/attach");
        let (status, method) = self.post(&path, &[("customer", &customer.id)]).await;
        assert_eq!(status, 200, "{method}");
        method["id"].as_str().unwrap().to_owned()
    }

    /// An unconfirmed intent over 241.55 USD.
    pub async fn intent(&self, customer: &Customer, card_ref: &str) -> Intent {
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

    pub async fn confirm(&self, intent: &Intent, presence: Presence) -> Result<Intent, GatewayError> {
        let confirmation = Confirmation { card_ref: intent.card_ref.clone().unwrap(), presence };
        self.client.confirm(&intent.id, &confirmation, &format!("{}:confirm", intent.attempt)).await
    }

    pub async fn cancel(&self, intent: &Intent) -> Result<Intent, GatewayError> {
        self.client.cancel(&intent.id, &format!("{}:cancel:1", intent.attempt)).await
    }
}

pub fn on_session() -> Presence {
    Presence::OnSession { return_url: "https://billing.example.com/back".into() }
}

/// The key that the servers accept.
fn key() -> String {
    variable("STRIPE_API_KEY")
}

/// An environment variable that the runner sets.
pub fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run cargo xtask test stripe"))
}

fn client(base: &str, key: &str) -> StripeGateway {
    StripeGateway::new(StripeOptions {
        base: base.to_owned(),
        key: ApiKey::parse(key).unwrap(),
        deployment: "main".into(),
        timeouts: Timeouts::default(),
    })
    .unwrap()
}
