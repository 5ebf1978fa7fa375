use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use billing::Instant;
use process::Clock;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder};
use sandbox_gateway::{ApiKey, LocalSandbox, SandboxConfig};
use serde_json::Value;

pub const KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
pub const START: &str = "2026-03-16T09:30:00Z";

/// A running sandbox with its book in a temporary folder.
pub struct Running {
    pub local: LocalSandbox,
    pub clock: Arc<Clock>,
    book: PathBuf,
    client: reqwest::Client,
}

/// An answer with a JSON body, or null.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The id of the object.
    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id in {}", self.text)).to_owned()
    }

    /// The status and the code of an error.
    pub fn error(&self) -> (u16, &str) {
        (self.status, self.body["error"]["code"].as_str().unwrap_or_default())
    }
}

pub fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub fn config(book: &Path) -> SandboxConfig {
    SandboxConfig {
        late_response: Duration::from_secs(600),
        clock: Arc::new(Clock::starting_at(instant(START))),
        ..SandboxConfig::new(book.to_owned(), ApiKey::parse(KEY).unwrap())
    }
}

pub async fn start(book: &Path) -> Running {
    start_with(config(book)).await
}

pub async fn start_with(config: SandboxConfig) -> Running {
    let (book, clock) = (config.book.clone(), Arc::clone(&config.clock));
    let local = LocalSandbox::start(config).await.unwrap();
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    Running { local, clock, book, client }
}

impl Running {
    pub async fn stop(self) {
        drop(self.client);
        self.local.stop().await.unwrap();
    }

    /// A request without a key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.local.origin))
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path).bearer_auth(KEY)).await
    }

    /// Sends a form to the API.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        send(self.form(path, form)).await
    }

    /// Sends a form to the API with an idempotency key.
    pub async fn post_with_key(&self, path: &str, key: &str, form: &str) -> Answer {
        send(self.form(path, form).header("idempotency-key", key)).await
    }

    pub fn form(&self, path: &str, form: &str) -> RequestBuilder {
        self.request(Method::POST, path)
            .bearer_auth(KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    /// Sends a form of a hosted page.
    pub async fn submit(&self, path: &str, form: &str) -> Answer {
        let request = self.request(Method::POST, path).header("origin", &self.local.origin);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        send(request.body(form.to_owned())).await
    }

    /// Sends JSON to the control listener.
    pub async fn control(&self, method: Method, path: &str, body: &str) -> Answer {
        send(self.client.request(method, format!("{}{path}", self.local.control)).body(body.to_owned())).await
    }

    pub async fn customer(&self) -> String {
        self.post("/v1/customers", "metadata[organization]=101").await.id()
    }

    /// A customer with a saved card.
    pub async fn saved_card(&self, token: &str) -> (String, String) {
        let customer = self.customer().await;
        let session = self.session(&customer).await;
        let path = format!("/setup-sessions/{}/completion", session.id());
        let body = format!("{{\"payment_method\":\"{token}\"}}");
        let completed = self.control(Method::POST, &path, &body).await;
        assert_eq!(completed.status, 200, "{}", completed.text);
        let path = format!("/v1/checkout/sessions/{}?expand[]=setup_intent", session.id());
        let card = self.get(&path).await.body["setup_intent"]["payment_method"].as_str().unwrap().to_owned();
        (customer, card)
    }

    pub async fn session(&self, customer: &str) -> Answer {
        let form = format!(
            "mode=setup&customer={customer}&allowed_payment_method_types[]=card&locale=en\
             &success_url=https://app.example.com/saved?session={{CHECKOUT_SESSION_ID}}\
             &cancel_url=https://app.example.com/cards&metadata[organization]=101"
        );
        self.post("/v1/checkout/sessions", &form).await
    }

    /// Creates an unconfirmed intent of 241.55 USD for a card or a token.
    pub async fn intent(&self, card: &str) -> String {
        self.post("/v1/payment_intents", &order(card)).await.id()
    }

    /// Confirms an intent with a return address.
    pub async fn confirm(&self, intent: &str) -> Answer {
        let path = format!("/v1/payment_intents/{intent}/confirm");
        self.post(&path, "return_url=https://app.example.com/paid?a=1").await
    }

    pub async fn status(&self, intent: &str) -> String {
        let intent = self.get(&format!("/v1/payment_intents/{intent}")).await;
        intent.body["status"].as_str().unwrap().to_owned()
    }

    /// All lines of the book.
    pub fn lines(&self) -> Vec<Value> {
        lines(&self.book)
    }

    /// The names of the entries of an intent.
    pub fn entries(&self, intent: &str) -> Vec<String> {
        let lines = self.lines().into_iter().filter(|line| line["intent"] == intent);
        lines.map(|line| line["event"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn order(card: &str) -> String {
    format!(
        "amount=24155&currency=usd&payment_method={card}&allowed_payment_method_types[]=card\
         &metadata[organization]=101&metadata[attempt]=a1"
    )
}

pub fn lines(book: &Path) -> Vec<Value> {
    std::fs::read_to_string(book).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status, headers, text, body }
}

/// Waits until a condition holds.
pub async fn eventually(what: &str, condition: impl AsyncFn() -> bool) {
    for _ in 0..1_000 {
        if condition().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{what} within the limit");
}
