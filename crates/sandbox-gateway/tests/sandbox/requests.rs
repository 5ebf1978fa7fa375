use reqwest::{Method, StatusCode};
use sandbox_gateway::{SandboxConfig, SandboxError, serve};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::running::{SECRET, config, instant, start, start_with};

const ORDER: &str =
    r#"{"organization":101,"amountMinor":100,"currency":"USD","cardRef":"card_visa","attempt":"a1"}"#;

#[tokio::test]
async fn malformed_requests_are_refused_with_a_code_and_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let long = format!(r#"{{"attempt":"{}"}}"#, "x".repeat(20_000));
    for (body, status, code) in [
        ("", StatusCode::BAD_REQUEST, "json_invalid"),
        ("{", StatusCode::BAD_REQUEST, "json_invalid"),
        ("[]", StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace("100", "1.5"), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace("100", "1e3"), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace("100", "99999999999999999999"), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace("100", "\"100\""), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace('}', ",\"more\":1}"), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&ORDER.replace('}', ",\"attempt\":\"a2\"}"), StatusCode::UNPROCESSABLE_ENTITY, "body_invalid"),
        (&long, StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"),
    ] {
        let answer = running.post("/v1/intents", "k1", body).await;

        assert_eq!(answer.status(), status, "{body}");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], code, "{body}");
    }
    assert!(running.lines().is_empty());
    assert_eq!(running.post("/v1/intents", "k1", ORDER).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn invalid_requests_are_refused_with_a_json_code() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let http = reqwest::Client::new();
    for (method, path, kind, status, code) in [
        (Method::POST, "/v1/intents", "application/json", StatusCode::BAD_REQUEST, "idempotency_key_missing"),
        (
            Method::POST,
            "/v1/tokens/resolve",
            "text/plain",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type_invalid",
        ),
        (Method::GET, "/v1/intents?before=x", "", StatusCode::BAD_REQUEST, "query_invalid"),
        (Method::GET, "/v1/intents/%FF", "", StatusCode::BAD_REQUEST, "path_invalid"),
        (Method::DELETE, "/v1/intents", "", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        (Method::GET, "/elsewhere", "", StatusCode::NOT_FOUND, "not_found"),
        (Method::GET, "/", "", StatusCode::NOT_FOUND, "not_found"),
    ] {
        let answer = http
            .request(method, format!("{}{path}", running.base))
            .bearer_auth(SECRET)
            .header("content-type", kind)
            .body(ORDER)
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers().contains_key("allow"), status == StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], code, "{path}");
    }
}

#[tokio::test]
async fn payment_calls_require_the_secret() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let http = reqwest::Client::new();
    let intent = running.create("a1", "card_visa").await;
    let confirm = format!("/v1/intents/{}/confirm", intent.id);
    for (method, path) in [
        (Method::GET, "/v1/health"),
        (Method::GET, "/v1/intents"),
        (Method::POST, "/v1/intents"),
        (Method::POST, "/v1/tokens/resolve"),
        (Method::POST, confirm.as_str()),
    ] {
        for secret in [None, Some(""), Some("another-secret-than-theirs")] {
            let request = http
                .request(method.clone(), format!("{}{path}", running.base))
                .header("idempotency-key", "k1")
                .header("content-type", "application/json")
                .body("{}");
            let request = match secret {
                Some(secret) => request.bearer_auth(secret),
                None => request,
            };

            assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    assert_eq!(running.events(&intent.id), ["intent_created"]);
}

#[tokio::test]
async fn clock_can_be_set_and_read_and_changes_are_logged() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let address = format!("{}/sandbox/clock", running.base);
    let http = reqwest::Client::new();
    let set =
        |body: &'static str| http.post(&address).header("content-type", "application/json").body(body).send();

    assert_eq!(set(r#"{"instant":"2027-01-01T00:00:00Z"}"#).await.unwrap().status(), StatusCode::OK);

    let shown: Value = http.get(&address).send().await.unwrap().json().await.unwrap();
    let shown = instant(shown["instant"].as_str().unwrap());
    let elapsed = shown.seconds_since(instant("2027-01-01T00:00:00Z"));
    assert!((0..60).contains(&elapsed));
    assert!(running.clock.now() >= shown);
    let written = running.lines();
    assert_eq!((written.len(), written[0]["event"].as_str()), (1, Some("clock_set")));
    assert_eq!(written[0]["reason"], "2027-01-01T00:00:00Z");
    for wrong in
        [r#"{"instant":"tomorrow"}"#, r#"{"instant":"4000-01-01T00:00:00Z"}"#, r#"{"instant":5}"#, "{}"]
    {
        assert_eq!(set(wrong).await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn clock_cannot_be_set_from_a_web_page() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    for (header, value) in
        [("origin", "http://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
    {
        let answer = reqwest::Client::new()
            .post(format!("{}/sandbox/clock", running.base))
            .header(header, value)
            .header("content-type", "application/json")
            .body(r#"{"instant":"2027-01-01T00:00:00Z"}"#)
            .send()
            .await
            .unwrap();

        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{header}: {value}");
    }
    assert!(running.lines().is_empty());
}

#[tokio::test]
async fn non_loopback_listener_requires_a_public_origin() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();

    let served = serve(listener, config(&folder.path().join("gateway.jsonl")), async {}).await;

    assert!(matches!(served, Err(SandboxError::NotLoopback(_))));
}

#[tokio::test]
async fn clock_behind_a_public_origin_is_set_with_the_secret_only() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder.path().join("gateway.jsonl"));
    let public_origin = Some("https://sandbox.example".to_owned());
    let running = start_with(SandboxConfig { public_origin, ..config }).await;
    let address = format!("{}/sandbox/clock", running.base);
    let request = || {
        let request = reqwest::Client::new().post(&address).header("content-type", "application/json");
        request.body(r#"{"instant":"2027-01-01T00:00:00Z"}"#)
    };

    assert_eq!(request().send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let wrong = request().bearer_auth("another-secret-of-tests");
    assert_eq!(wrong.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert!(running.lines().is_empty());
    assert_eq!(request().bearer_auth(SECRET).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(running.lines().len(), 1);
}
