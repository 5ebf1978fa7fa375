use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use backend::app::router;
use backend::metrics::Metrics;
use backend::routes::admission;
use backend::server::{Limits, admit};
use serde_json::Value;
use tokio::sync::Notify;

use crate::stage::App;
use crate::wire::{Running, SHORT, short_limits};

async fn app(limits: Limits) -> (App, Running) {
    let app = App::open().await;
    let state = app.state.clone().with_limits(&limits);
    let server = Running::start(router(state), limits).await;
    (app, server)
}

fn problem(response: &str) -> (u16, Value) {
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {response:?}"));
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(head.contains("application/problem+json"), "{response}");
    (status, serde_json::from_str(body).unwrap())
}

fn slow(method: &str, path: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    )
}

#[tokio::test]
async fn bodies_that_do_not_arrive_in_time_are_answered_408_on_every_route() {
    let (_app, server) = app(short_limits()).await;
    let document: Value = serde_json::from_str(include_str!("../../../contract/openapi.json")).unwrap();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.replace("{org}", "101").replace("{number}", "R-1").replace("{id}", "att_1");
        for method in item.as_object().unwrap().keys().filter(|method| *method != "get") {
            let response = server.exchange(&slow(&method.to_uppercase(), &path)).await;
            let (status, problem) = problem(&response);
            assert_eq!((status, &problem["code"]), (408, &"request_timeout".into()), "{method} {path}");
            let charged = if path.contains("/upgrades") { "unknown" } else { "no" };
            assert_eq!(problem["charged"], charged, "{method} {path}");
            tried += 1;
        }
    }
    assert!(tried > 8, "{tried}");
}

#[tokio::test]
async fn body_that_trickles_in_is_answered_408() {
    let (_app, server) = app(short_limits()).await;
    let mut connection = server.connect().await;
    connection.send(&slow("POST", "/api/v1/session")).await;
    for _ in 0..2 {
        tokio::time::sleep(SHORT / 3).await;
        connection.send(" ").await;
    }

    assert_eq!(problem(&connection.response().await).0, 408);
}

#[tokio::test]
async fn chunked_body_without_end_is_answered_408() {
    let (_app, server) = app(short_limits()).await;

    let response = server
        .exchange(
            "POST /api/v1/session HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
             Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        )
        .await;

    assert_eq!(problem(&response).0, 408);
}

#[tokio::test]
async fn announced_large_bodies_are_refused_before_they_arrive() {
    let (app, server) = app(Limits::default()).await;
    let events = "POST /api/v1/gateway/events HTTP/1.1\r\nHost: a.example\r\nContent-Length: 70000\r\n\r\n";
    assert_eq!(problem(&server.exchange(events).await).0, 413);
    drop(app);
}

#[tokio::test]
async fn slow_bodies_do_not_take_the_places_of_running_requests() {
    let limits = Limits { max_requests: 1, max_bodies: 2, ..Limits::default() };
    let (_app, server) = app(limits).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut connection = server.connect().await;
        connection.send(&slow("POST", "/api/v1/session")).await;
        held.push(connection);
    }
    tokio::time::sleep(SHORT).await;

    let read = server.exchange("GET /api/v1/openapi.json HTTP/1.1\r\nHost: a.example\r\n\r\n").await;
    assert!(read.starts_with("HTTP/1.1 200"), "{read}");
    let third = server.exchange(&slow("POST", "/api/v1/session")).await;
    assert_eq!(problem(&third).0, 503);
    assert!(third.to_lowercase().contains("\r\nretry-after: 1\r\n"), "{third}");
}

#[tokio::test]
async fn requests_beyond_the_limit_are_answered_503_with_retry_after() {
    let (hold, metrics) = (Arc::new(Notify::new()), Metrics::default());
    let (held, limits) = (Arc::clone(&hold), Limits { max_requests: 1, ..Limits::default() });
    let router = Router::new()
        .route("/slow", get(|| async move { held.notified().await }))
        .route("/health/live", get(|| async {}))
        .layer(from_fn_with_state(admission(&limits, &metrics), admit));
    let server = Running::start(router, limits).await;
    let mut slow = server.connect().await;
    slow.send("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n").await;
    tokio::time::sleep(SHORT).await;

    let refused = server.exchange("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n").await;

    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert!(refused.to_lowercase().contains("\r\nretry-after: 1\r\n"), "{refused}");
    assert_eq!(metrics.requests_refused.get("too_many_requests"), 1);
    let live = server.exchange("GET /health/live HTTP/1.1\r\nHost: a.example\r\n\r\n").await;
    assert!(live.starts_with("HTTP/1.1 200"), "{live}");
    hold.notify_one();
    assert!(slow.response().await.starts_with("HTTP/1.1 200"));
    // The place is free again.
    hold.notify_one();
    let again = server.exchange("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n").await;
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
}

#[tokio::test]
async fn requests_without_exactly_one_host_are_answered_400() {
    let (_app, server) = app(Limits::default()).await;
    let get = |hosts: &str| format!("GET /health/live HTTP/1.1\r\n{hosts}\r\n");
    for hosts in
        ["", "Host: a.example\r\nHost: b.example\r\n", "Host: a.example\r\nHost: a.example\r\n", "Host:\r\n"]
    {
        let response = server.exchange(&get(hosts)).await;
        assert!(response.starts_with("HTTP/1.1 400"), "{hosts:?}: {response}");
    }
    let response = server.exchange("GET /health/live HTTP/1.0\r\n\r\n").await;
    assert!(response.starts_with("HTTP/1.0 400"), "{response}");
    assert!(server.exchange(&get("Host: a.example\r\n")).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn http2_is_served_in_clear_text() {
    let (_app, server) = app(Limits::default()).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}/api/v1/openapi.json", server.address);

    let answers: Vec<_> =
        futures(20, || client.get(&url).timeout(Duration::from_secs(5)).send()).await.into_iter().collect();

    for answer in answers {
        assert_eq!((answer.version(), answer.status().as_u16()), (reqwest::Version::HTTP_2, 200));
    }
}

async fn futures<F>(count: usize, make: impl Fn() -> F) -> Vec<reqwest::Response>
where
    F: Future<Output = reqwest::Result<reqwest::Response>> + Send + 'static,
{
    let running: Vec<_> = (0..count).map(|_| tokio::spawn(make())).collect();
    let mut answers = Vec::new();
    for answer in running {
        answers.push(answer.await.unwrap().unwrap());
    }
    answers
}
