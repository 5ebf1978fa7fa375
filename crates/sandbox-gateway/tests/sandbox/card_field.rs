use gateway::{Gateway, IntentStatus};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::running::{APP, PORTAL, RunningSandbox, start};

async fn submit(running: &RunningSandbox, origin: Option<&str>, number: &str) -> Response {
    let request = reqwest::Client::new()
        .post(format!("{}/card-field/cards", running.base))
        .json(&json!({"number": number, "expiry": "11/29", "cvc": "123"}));
    let request = match origin {
        Some(origin) => request.header("origin", origin),
        None => request,
    };
    request.send().await.unwrap()
}

async fn field(running: &RunningSandbox, query: &[(&str, &str)]) -> Response {
    reqwest::Client::new().get(format!("{}/card-field", running.base)).query(query).send().await.unwrap()
}

#[tokio::test]
async fn card_token_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let before = start(&log).await;

    let answer = submit(&before, Some(&before.base), "4000 0000 0000 9995").await;

    assert_eq!(answer.status(), StatusCode::CREATED);
    let card_token: Value = answer.json().await.unwrap();
    assert_eq!((&card_token["brand"], &card_token["last4"]), (&json!("visa"), &json!("9995")));
    let token = card_token["token"].as_str().unwrap();
    assert!(token.starts_with("tok_"));
    before.stop().await;
    let after = start(&log).await;
    let card = after.gateway.card(token).await.unwrap();
    assert_eq!((card.last4.as_str(), card.expires_month, card.expires_year), ("9995", 11, 2029));
    let intent = after.create("a1", &card.card_ref).await;
    let declined = after.gateway.confirm(&intent.id, "a1:confirm").await.unwrap();
    assert_eq!(declined.status, IntentStatus::Declined);
}

#[tokio::test]
async fn real_card_is_refused_and_no_card_number_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("gateway.jsonl");
    let running = start(&log).await;

    for number in ["5555555555554444", "4111111111111111"] {
        let refused = submit(&running, Some(&running.base), number).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text().await.unwrap();
        assert!(text.contains("This is a sandbox. Use a test card, never a real one."));
        assert!(!text.contains(number));
    }
    assert!(running.lines().is_empty());
    assert_eq!(submit(&running, Some(&running.base), "4242424242424242").await.status(), StatusCode::CREATED);

    let written = std::fs::read_to_string(&log).unwrap();
    assert_eq!(written.lines().count(), 1);
    for number in ["5555555555554444", "4111111111111111", "4242424242424242", "42424242"] {
        assert!(!written.contains(number));
    }
}

#[tokio::test]
async fn card_number_in_a_malformed_body_is_not_echoed() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    for body in [
        r#"{"number":4242424242424242,"expiry":"12/30","cvc":"123"}"#,
        r#"{"4242424242424242":"number"}"#,
        r#"{"number":"4242424242424242","number":"4242424242424242","expiry":"12/30","cvc":"123"}"#,
        r#"["4242424242424242""#,
    ] {
        let answer = reqwest::Client::new()
            .post(format!("{}/card-field/cards", running.base))
            .header("origin", &running.base)
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();

        assert!(answer.status().is_client_error(), "{body}");
        assert!(!answer.text().await.unwrap().contains("4242424242424242"), "{body}");
    }
    assert!(running.lines().is_empty());
}

#[tokio::test]
async fn only_the_sandbox_page_can_submit_a_card() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    for origin in [None, Some("null"), Some(APP), Some("http://evil.example"), Some("http://127.0.0.1:1")] {
        let refused = submit(&running, origin, "4242424242424242").await;

        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    assert!(running.lines().is_empty());
}

#[tokio::test]
async fn card_field_can_be_framed_by_the_app_only() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;

    let page = field(&running, &[("parent", APP)]).await;

    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
    assert!(policy.ends_with(&format!("frame-ancestors {APP} {PORTAL}")));
    let html = page.text().await.unwrap();
    assert!(html.contains(&format!("data-parent=\"{APP}\"")));
    assert!(html.contains("4000 0025 0000 3155") && html.contains("autocomplete=\"cc-number\""));
    assert!(!html.contains("style=") && !html.contains("<script>"));
}

#[tokio::test]
async fn card_field_is_refused_for_a_foreign_parent() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let suffixed = format!("{APP}.evil.example");
    for query in [
        vec![],
        vec![("parent", "http://evil.example")],
        vec![("parent", suffixed.as_str())],
        vec![("parent", "*")],
        vec![("parent", "\"><script>alert(1)</script>")],
    ] {
        let page = field(&running, &query).await;

        assert_eq!(page.status(), StatusCode::FORBIDDEN, "{query:?}");
        let html = page.text().await.unwrap();
        assert!(!html.contains("card-form") && !html.contains("<script"), "{query:?}");
    }
}
