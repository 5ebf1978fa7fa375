use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gateway::{ApiSecret, Gateway, GatewayError, SandboxGateway};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::running::{client, start};

const TIMEOUT: Duration = Duration::from_secs(60);

/// Starts a gateway that sends the same response to every request.
async fn gateway_with_response(
    response: impl Fn() -> Response + Clone + Send + Sync + 'static,
) -> SandboxGateway {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(move || {
        let response = response();
        async move { response }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    client(&base, TIMEOUT)
}

#[tokio::test]
async fn refused_connection_is_reported_as_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let gateway = client(&base, TIMEOUT);

    assert_eq!(gateway.health().await, Err(GatewayError::Unreachable));
    assert_eq!(gateway.confirm("pi_1", "a1:confirm").await, Err(GatewayError::Unreachable));
}

#[tokio::test]
async fn ambiguous_response_is_an_unknown_outcome() {
    let other_intent = r#"{"id":"pi_2","status":"succeeded","amountMinor":1,"currency":"USD","organization":1,
        "attempt":"a1","decline":null,"confirmationUrl":null}"#;
    for (status, body) in [
        (StatusCode::INTERNAL_SERVER_ERROR, "{}"),
        (StatusCode::BAD_GATEWAY, ""),
        (StatusCode::GATEWAY_TIMEOUT, ""),
        (StatusCode::REQUEST_TIMEOUT, ""),
        (StatusCode::OK, ""),
        (StatusCode::OK, "<html>"),
        (StatusCode::OK, r#"{"id":"pi_1","status":"succ"#),
        (StatusCode::OK, r#"{"id":"pi_1","status":"paid"}"#),
        (StatusCode::OK, other_intent),
    ] {
        let gateway = gateway_with_response(move || (status, body).into_response()).await;

        assert_eq!(
            gateway.confirm("pi_1", "a1:confirm").await,
            Err(GatewayError::Unknown),
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn redirects_of_the_gateway_are_not_followed() {
    let elsewhere = Router::new().fallback(|| async { "{}" });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, elsewhere).await });
    let gateway =
        gateway_with_response(move || (StatusCode::FOUND, [("location", target.clone())]).into_response())
            .await;

    assert_eq!(gateway.health().await, Err(GatewayError::Unknown));
}

#[tokio::test]
async fn truncated_response_is_an_unknown_outcome() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"id\":\"pi_1\"", "HTTP/1.1 2"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = client(&format!("http://{}", listener.local_addr().unwrap()), TIMEOUT);
        let server = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            assert!(socket.read(&mut request).await.unwrap() > 0);
            socket.write_all(answer.as_bytes()).await.unwrap();
        });

        assert_eq!(gateway.confirm("pi_1", "a1:confirm").await, Err(GatewayError::Unknown), "{answer}");
        server.await.unwrap();
    }
}

#[tokio::test]
async fn busy_gateway_is_reported_with_its_retry_after() {
    for (status, retry_after, wait) in [
        (StatusCode::TOO_MANY_REQUESTS, "7", 7),
        (StatusCode::SERVICE_UNAVAILABLE, "0", 0),
        (StatusCode::SERVICE_UNAVAILABLE, "soon", 1),
        (StatusCode::TOO_MANY_REQUESTS, "18446744073709551615", 60),
    ] {
        let gateway =
            gateway_with_response(move || (status, [("retry-after", retry_after)]).into_response()).await;

        let busy = GatewayError::Busy { retry_after: Duration::from_secs(wait) };
        assert_eq!(gateway.retrieve("pi_1").await, Err(busy));
    }
}

#[tokio::test]
async fn refusal_contains_the_gateways_code() {
    let gateway =
        gateway_with_response(|| (StatusCode::CONFLICT, r#"{"code":"frozen"}"#).into_response()).await;
    assert_eq!(gateway.retrieve("pi_1").await, Err(GatewayError::Refused { code: "frozen".to_owned() }));

    let gateway = gateway_with_response(|| (StatusCode::CONFLICT, "no").into_response()).await;
    assert_eq!(gateway.retrieve("pi_1").await, Err(GatewayError::Refused { code: "http_409".to_owned() }));
}

#[tokio::test]
async fn intent_id_cannot_address_another_path() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = running.create("a1", "card_visa").await;
    for id in
        ["../health", "pi_none", "", "..", "%2e%2e/health", &format!("{}/confirm", intent.id), "pi\u{0}\n"]
    {
        let retrieved = running.gateway.retrieve(id).await;

        assert!(
            matches!(retrieved, Err(GatewayError::NotFound | GatewayError::Unknown)),
            "{id:?} {retrieved:?}"
        );
    }
    assert_eq!(running.events(&intent.id), ["intent_created"]);
}

#[tokio::test]
async fn health_check_requires_the_right_secret() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let stranger = SandboxGateway::new(&running.base, ApiSecret::generate(), TIMEOUT).unwrap();

    assert_eq!(running.gateway.health().await, Ok(()));
    assert_eq!(stranger.health().await, Err(GatewayError::Refused { code: "unauthorized".to_owned() }));
}
