use reqwest::Method;
use sandbox_gateway::Sandbox;
use tokio::net::TcpListener;

use crate::running::{config, send, start};

#[tokio::test]
async fn clock_is_read_and_set() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;

    let set = sandbox.control(Method::POST, "/clock", r#"{"instant":"2027-01-01T00:00:00Z"}"#).await;

    assert_eq!(set.status, 200);
    let read = sandbox.control(Method::GET, "/clock", "").await;
    assert!(read.body["instant"].as_str().unwrap().starts_with("2027-01-01T00:00:0"));
    assert_eq!(sandbox.lines().pop().unwrap()["event"], "clock_set");
    for wrong in ["{}", r#"{"instant":"tomorrow"}"#, "x"] {
        assert_eq!(sandbox.control(Method::POST, "/clock", wrong).await.status, 422, "{wrong}");
    }
}

#[tokio::test]
async fn web_pages_cannot_use_the_control_calls() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let client = reqwest::Client::new();
    let clock = format!("{}/clock", sandbox.local.control);

    for header in [("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")] {
        assert_eq!(send(client.get(&clock).header(header.0, header.1)).await.status, 403);
    }
    // The public listener has none of them.
    assert_eq!(send(sandbox.request(Method::GET, "/clock")).await.status, 404);
    assert_eq!(send(sandbox.request(Method::GET, "/faults")).await.status, 404);
}

#[tokio::test]
async fn control_listener_beyond_loopback_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(config(&folder.path().join("book.jsonl"))).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let control = TcpListener::bind("0.0.0.0:0").await.unwrap();

    let served = sandbox.serve(listener, Some(control), async {}).await;

    assert!(served.unwrap_err().to_string().contains("not loopback"));
}

#[tokio::test]
async fn session_is_completed_without_a_browser_only_with_a_card_that_saves() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();
    let path = format!("/setup-sessions/{session}/completion");
    let complete = |token: &str| format!("{{\"payment_method\":\"{token}\"}}");

    for (token, status) in [
        ("pm_card_unknown", 422),
        ("pm_card_chargeDeclined", 402),
        ("pm_card_visa", 200),
        ("pm_card_visa", 400),
    ] {
        let answer = sandbox.control(Method::POST, &path, &complete(token)).await;
        assert_eq!(answer.status, status, "{token}: {}", answer.text);
    }
    let unknown =
        sandbox.control(Method::POST, "/setup-sessions/cs_none/completion", &complete("pm_card_visa")).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn bank_decides_without_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let intent = sandbox.intent("pm_card_authenticationRequired").await;
    sandbox.confirm(&intent).await;

    let path = format!("/bank/{intent}/decision");
    let decided = sandbox.control(Method::POST, &path, r#"{"decision":"confirm"}"#).await;

    assert_eq!(decided.body["status"], "succeeded");
}
