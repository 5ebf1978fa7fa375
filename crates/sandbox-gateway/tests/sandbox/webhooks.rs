use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use sandbox_gateway::{Endpoint, SandboxConfig, WebhookSecret};
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;

use crate::running::{config, eventually, start_with};

const SECRET: &str = "whsec_aSecretOfTheseTests1";

/// A receiver that refuses the first deliveries.
#[derive(Clone, Default)]
struct Receiver {
    refuses: Arc<Mutex<usize>>,
    received: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/events", listener.local_addr().unwrap());
        let router = Router::new().route("/events", post(receive)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    /// Waits for an event of this type.
    async fn wait_for(&self, name: &str) -> (String, Value) {
        for _ in 0..1_000 {
            for (signature, body) in self.received.lock().unwrap().iter() {
                let event: Value = serde_json::from_str(body).unwrap();
                if event["type"] == name {
                    check_signature(signature, body);
                    return (body.clone(), event);
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no {name} was received");
    }

    fn count(&self, name: &str) -> usize {
        let name = format!("\"type\":\"{name}\"");
        self.received.lock().unwrap().iter().filter(|(_, body)| body.contains(&name)).count()
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    let mut refuses = receiver.refuses.lock().unwrap();
    if *refuses > 0 {
        *refuses -= 1;
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    let signature = headers["stripe-signature"].to_str().unwrap().to_owned();
    receiver.received.lock().unwrap().push((signature, body));
    StatusCode::OK
}

fn check_signature(header: &str, body: &str) {
    let (time, signature) = header.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    assert_eq!(signature, base16ct::lower::encode_string(&mac.finalize().into_bytes()));
}

fn with_webhook(book: &std::path::Path, url: &str) -> SandboxConfig {
    let endpoint = Endpoint::new(url, WebhookSecret::parse(SECRET).unwrap()).unwrap();
    SandboxConfig { webhooks: vec![endpoint], ..config(book) }
}

#[tokio::test]
async fn events_of_a_payment_are_signed_and_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::default();
    let url = receiver.start().await;
    let sandbox = start_with(with_webhook(&folder.path().join("book.jsonl"), &url)).await;
    let intent = sandbox.intent("pm_card_visa").await;
    sandbox.confirm(&intent).await;
    let declined = sandbox.intent("pm_card_chargeDeclined").await;
    sandbox.confirm(&declined).await;

    let (_, event) = receiver.wait_for("payment_intent.succeeded").await;

    assert_eq!((&event["object"], &event["livemode"]), (&"event".into(), &false.into()));
    assert_eq!(event["data"]["object"]["id"], intent);
    assert_eq!(event["data"]["object"]["status"], "succeeded");
    assert_eq!(event["api_version"], sandbox_gateway::API_VERSION);
    receiver.wait_for("payment_intent.created").await;
    receiver.wait_for("payment_intent.payment_failed").await;
    let id = event["id"].as_str().unwrap();
    let path = format!("/v1/events/{id}");
    let is_delivered = async || sandbox.get(&path).await.body["pending_webhooks"] == 0;
    eventually("no record of the delivery", is_delivered).await;
}

#[tokio::test]
async fn refused_event_is_delivered_again() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::default();
    *receiver.refuses.lock().unwrap() = 1;
    let url = receiver.start().await;
    let sandbox = start_with(with_webhook(&folder.path().join("book.jsonl"), &url)).await;

    sandbox.intent("pm_card_visa").await;

    receiver.wait_for("payment_intent.created").await;
}

#[tokio::test]
async fn event_that_was_not_accepted_is_delivered_after_a_restart_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let receiver = Receiver::default();
    let url = receiver.start().await;
    let before = start_with(with_webhook(&book, &url)).await;
    before.customer().await;
    receiver.wait_for("customer.created").await;
    let is_recorded = || before.lines().last().unwrap()["event"] == "event_delivered";
    eventually("no record of the delivery", async || is_recorded()).await;
    let paused = before.control(Method::POST, "/webhook-delivery", r#"{"paused":true}"#).await;
    assert_eq!(paused.body["paused"], true);
    before.intent("pm_card_visa").await;
    before.stop().await;
    assert_eq!(receiver.count("payment_intent.created"), 0);

    let after = start_with(with_webhook(&book, &url)).await;

    receiver.wait_for("payment_intent.created").await;
    assert_eq!(receiver.count("customer.created"), 1);
    after.stop().await;
}

#[tokio::test]
async fn endpoints_and_redelivery_are_controlled() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::default();
    let url = receiver.start().await;
    let sandbox = start_with(config(&folder.path().join("book.jsonl"))).await;
    let body = format!("{{\"url\":\"{url}\",\"secret\":\"{SECRET}\"}}");

    let added = sandbox.control(Method::POST, "/webhook-endpoints", &body).await;
    assert!(added.status == 201 && !added.text.contains("whsec"));
    sandbox.customer().await;
    let (_, event) = receiver.wait_for("customer.created").await;
    let again = format!("/events/{}/redelivery", event["id"].as_str().unwrap());
    assert_eq!(sandbox.control(Method::POST, &again, "").await.status, 202);
    eventually("no second delivery", async || receiver.count("customer.created") == 2).await;
    let removed = sandbox.control(Method::DELETE, &format!("/webhook-endpoints/{}", added.id()), "").await;
    assert_eq!(removed.status, 204);
    assert_eq!(
        sandbox.control(Method::GET, "/webhook-endpoints", "").await.body.as_array().unwrap().len(),
        0
    );
    for wrong in [
        r#"{"url":"ftp://a.example","secret":"whsec_aSecretOfTheseTests1"}"#,
        r#"{"url":"http://a.example","secret":"short"}"#,
    ] {
        assert_eq!(sandbox.control(Method::POST, "/webhook-endpoints", wrong).await.status, 422);
    }
    assert_eq!(sandbox.control(Method::POST, "/events/evt_none/redelivery", "").await.status, 404);
}
