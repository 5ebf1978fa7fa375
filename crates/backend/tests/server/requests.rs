use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Extension, Router};
use backend::admission::admission;
use backend::metrics::Metrics;
use backend::routes::router;
use http_server::Proxies;
use http_server::{Limits, SharedBody, admit};
use serde_json::Value;
use tokio::sync::Notify;

use crate::support::{API_KEY, App};
use crate::wire::{Http2, SHORT, TestServer, hold_bodies_open, short_limits};

/// Separate client networks. All of 127.0.0.0/8 is this machine.
const ATTACKER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const CLIENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

async fn app(limits: Limits) -> (App, TestServer) {
    let app = App::open().await;
    let state = app.state.clone().with_limits(&limits);
    let server = TestServer::start(router(state), limits).await;
    (app, server)
}

fn problem(response: &str) -> (u16, Value) {
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {response:?}"));
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(head.contains("application/problem+json"), "{response}");
    (status, serde_json::from_str(body).unwrap())
}

fn request_with_incomplete_body(method: &str, path: &str) -> String {
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
            let response =
                server.exchange(&request_with_incomplete_body(&method.to_uppercase(), &path)).await;
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
async fn slow_body_is_answered_408() {
    let (_app, server) = app(short_limits()).await;
    let mut connection = server.connect().await;
    connection.send(&request_with_incomplete_body("POST", "/api/v1/session")).await;
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
async fn large_content_length_is_refused_before_the_body_arrives() {
    let (app, server) = app(Limits::default()).await;
    let events = "POST /api/v1/gateway/events HTTP/1.1\r\nHost: a.example\r\nContent-Length: 70000\r\n\r\n";
    assert_eq!(problem(&server.exchange(events).await).0, 413);
    drop(app);
}

const SIGN_IN: &str = r#"{"email":"owner@example.com","password":"testops"}"#;

/// Sends a sign-in whose body arrives after its head, so that it uses a body slot.
async fn slow_sign_in(server: &TestServer, client: Ipv4Addr) -> String {
    let mut connection = server.connect_from(client).await;
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        SIGN_IN.len()
    );
    connection.send(&head).await;
    tokio::time::sleep(SHORT / 2).await;
    connection.send(SIGN_IN).await;
    connection.response().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_bodies_of_one_client_do_not_block_other_clients() {
    let (_app, server) = app(Limits::default()).await;
    let attack = [
        (":path", "/api/v1/session"),
        ("content-type", "application/json"),
        ("origin", "http://127.0.0.1:8080"),
    ];
    let held = hold_bodies_open(ATTACKER, server.address, &attack).await;

    let response = slow_sign_in(&server, CLIENT).await;

    assert!(response.starts_with("HTTP/1.1 204"), "{response}");
    drop(held);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_bodies_at_the_gateway_do_not_block_the_payment_service() {
    let app = App::open().await;
    let address = app.gateway_address.strip_prefix("http://").unwrap().parse().unwrap();
    let own_origin = app.gateway_address.as_str();
    let card = [
        (":path", "/checkout/cs_test_x"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", own_origin),
    ];
    let intent = [(":path", "/v1/payment_intents"), ("content-type", "application/x-www-form-urlencoded")];
    // Also from the address of the payment service, as behind a proxy on the same machine.
    let mut held = hold_bodies_open(ATTACKER, address, &card).await;
    held.extend(hold_bodies_open(Ipv4Addr::LOCALHOST, address, &card).await);
    held.extend(hold_bodies_open(Ipv4Addr::LOCALHOST, address, &intent).await);

    let response = reqwest::Client::new()
        .post(format!("{}/v1/customers", app.gateway_address))
        .bearer_auth(API_KEY)
        .header("idempotency-key", "att_1:create")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("metadata[organization]=101")
        .send()
        .await
        .unwrap();

    let status = response.status().as_u16();
    assert_eq!(status, 200, "{}", response.text().await.unwrap());
    drop(held);
}

async fn app_with_proxies(limits: Limits, trusted: &[&str]) -> (App, TestServer) {
    let mut app = App::open().await;
    let mut config = (*app.state.config).clone();
    config.proxies.trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
    app.state.config = config.into();
    app.state = app.state.with_limits(&limits);
    let server = TestServer::start(router(app.state.clone()), limits).await;
    (app, server)
}

#[tokio::test]
async fn slow_bodies_are_limited_by_the_client_that_a_trusted_proxy_reports() {
    let limits = Limits { max_bodies_per_network: 2, max_bodies_per_connection: 1, ..short_limits() };
    let (app, server) = app_with_proxies(limits, &["127.0.0.1/32"]).await;
    let mut proxy = Http2::connect(Ipv4Addr::LOCALHOST, server.address).await;
    let forwarded = |client: &'static str| {
        [(":path", "/api/v1/session"), ("x-forwarded-for", client), ("origin", "http://127.0.0.1:8080")]
    };
    for stream in 0..4 {
        proxy.open_post(2 * stream + 1, &forwarded("198.51.100.1")).await;
    }
    for stream in 4..6 {
        proxy.open_post(2 * stream + 1, &forwarded("198.51.100.2")).await;
    }

    tokio::time::sleep(SHORT * 3).await;

    let refused = &app.state.metrics.requests_refused;
    assert_eq!((refused.get("too_many_bodies_of_client"), refused.get("body_timeout")), (2, 4));
}

#[tokio::test]
async fn slow_bodies_of_one_connection_are_limited() {
    let limits = Limits { max_bodies_per_connection: 3, ..short_limits() };
    let (app, server) = app_with_proxies(limits, &[]).await;
    let mut connection = Http2::connect(ATTACKER, server.address).await;
    for stream in 0..5 {
        connection.open_post(2 * stream + 1, &[(":path", "/api/v1/session")]).await;
    }

    tokio::time::sleep(SHORT * 3).await;

    let refused = &app.state.metrics.requests_refused;
    assert_eq!((refused.get("too_many_bodies_of_client"), refused.get("body_timeout")), (2, 3));
}

#[tokio::test]
async fn total_bytes_of_slow_bodies_are_limited() {
    let (app, server) = app_with_proxies(Limits { max_body_bytes: 1_000, ..Limits::default() }, &[]).await;
    let slow = |length: usize| {
        let head = "POST /api/v1/session HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
                    Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n";
        format!("{head}{}", " ".repeat(length))
    };
    let mut first = server.connect().await;
    first.send(&slow(800)).await;
    tokio::time::sleep(SHORT).await;

    let second = server.exchange(&slow(300)).await;

    assert_eq!(problem(&second).0, 503);
    assert!(second.to_lowercase().contains("\r\nretry-after: 1\r\n"), "{second}");
    assert_eq!(app.state.metrics.requests_refused.get("too_many_bodies"), 1);
    drop(first);
    tokio::time::sleep(SHORT).await;
    assert!(slow_sign_in(&server, CLIENT).await.starts_with("HTTP/1.1 204"));
}

#[tokio::test]
async fn complete_bodies_do_not_use_a_body_slot() {
    let limits = Limits { max_bodies: 0, max_bodies_per_network: 0, ..Limits::default() };
    let (_app, server) = app(limits).await;
    let request = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{SIGN_IN}",
        SIGN_IN.len()
    );

    assert!(server.exchange(&request).await.starts_with("HTTP/1.1 204"));
    assert_eq!(problem(&slow_sign_in(&server, CLIENT).await).0, 503);
}

#[tokio::test]
async fn requests_beyond_the_limit_are_answered_503_with_retry_after() {
    let (hold, metrics) = (Arc::new(Notify::new()), Metrics::default());
    let (held, limits) = (Arc::clone(&hold), Limits { max_requests: 1, ..Limits::default() });
    let router = Router::new()
        .route("/slow", get(|| async move { held.notified().await }))
        .route("/health/live", get(|| async {}))
        .layer(from_fn_with_state(admission(&limits, &Proxies::default(), &metrics), admit));
    let server = TestServer::start(router, limits).await;
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
    // The slot is free again.
    hold.notify_one();
    let again = server.exchange("GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n").await;
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
}

/// Takes every connection for reading, so that requests that read the database keep running.
async fn hold_readers(app: &App) -> Vec<impl Sized + use<>> {
    let mut readers = Vec::new();
    for _ in 0..4 {
        readers.push(app.state.store.reader().await.unwrap());
    }
    readers
}

const READING: [(&str, &str); 2] = [(":path", "/api/v1/session"), ("cookie", "tcu_session=0123456789abcdef")];

async fn read(server: &TestServer, client: Ipv4Addr, path: &str, cookie: &str) -> String {
    let mut connection = server.connect_from(client).await;
    connection.send(&format!("GET {path} HTTP/1.1\r\nHost: a.example\r\nCookie: {cookie}\r\n\r\n")).await;
    connection.response().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_requests_of_one_client_leave_places_for_other_clients() {
    let (app, server) = app(Limits::default()).await;
    let readers = hold_readers(&app).await;
    let mut flood = Vec::new();
    for _ in 0..20 {
        let mut connection = Http2::connect(ATTACKER, server.address).await;
        for stream in 0..64 {
            connection.get(2 * stream + 1, &READING).await;
        }
        flood.push(connection);
    }
    tokio::time::sleep(SHORT * 3).await;

    let response = read(&server, CLIENT, "/api/v1/openapi.json", "").await;

    assert!(response.starts_with("HTTP/1.1 200"), "{}", &response[..response.len().min(500)]);
    let refused = &app.state.metrics.requests_refused;
    assert_eq!(
        (refused.get("too_many_requests_of_client"), refused.get("too_many_requests")),
        (1_280 - 32, 0)
    );
    // The requests that wait for the database are few enough not to delay the other client.
    drop(readers);
    let response = read(&server, CLIENT, READING[0].1, READING[1].1).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    let again = read(&server, ATTACKER, READING[0].1, READING[1].1).await;
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
}

#[tokio::test]
async fn running_requests_are_limited_by_the_client_behind_a_trusted_proxy() {
    let limits = Limits { max_requests_per_network: 2, ..Limits::default() };
    let (app, server) = app_with_proxies(limits, &["127.0.0.1/32"]).await;
    let _held = hold_readers(&app).await;
    let mut proxy = Http2::connect(Ipv4Addr::LOCALHOST, server.address).await;
    for (stream, client) in (0..).zip(["198.51.100.1"; 4].into_iter().chain(["198.51.100.2"; 2])) {
        let [path, cookie] = READING;
        proxy.get(2 * stream + 1, &[path, cookie, ("x-forwarded-for", client)]).await;
    }

    tokio::time::sleep(SHORT).await;

    assert_eq!(app.state.metrics.requests_refused.get("too_many_requests_of_client"), 2);
    let forwarded =
        "GET /api/v1/session HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n";
    let refused = server.exchange(forwarded).await;
    assert_eq!(problem(&refused).0, 503);
    assert!(refused.to_lowercase().contains("\r\nretry-after: 1\r\n"), "{refused}");
}

#[tokio::test]
async fn responses_that_one_client_does_not_read_are_limited() {
    const LARGE: usize = 4 * 1024 * 1024;
    let limits = Limits { max_unread_responses_per_network: 3, ..Limits::default() };
    let metrics = Metrics::default();
    let shared = Bytes::from(vec![b'a'; LARGE]);
    let router = Router::new()
        .route("/own", get(|| async { vec![b'a'; LARGE] }))
        .route("/shared", get(|| async { (Extension(SharedBody), shared) }))
        .layer(from_fn_with_state(admission(&limits, &Proxies::default(), &metrics), admit));
    let server = TestServer::start(router, limits).await;
    let refused = || metrics.requests_refused.get("too_many_unread_of_client");
    let mut connection = Http2::connect(ATTACKER, server.address).await;
    for stream in 0..10 {
        connection.get(2 * stream + 1, &[(":path", "/shared")]).await;
    }
    tokio::time::sleep(SHORT).await;
    assert_eq!(refused(), 0);
    for stream in 10..15 {
        connection.get(2 * stream + 1, &[(":path", "/own")]).await;
    }
    tokio::time::sleep(SHORT).await;
    assert_eq!(refused(), 2);

    let next = read(&server, ATTACKER, "/own", "").await;
    assert!(next.starts_with("HTTP/1.1 503") && next.contains("retry-after: 1"), "{next}");
    let other = read(&server, CLIENT, "/own", "").await;
    assert!(other.starts_with("HTTP/1.1 200") && other.len() > LARGE);
    drop(connection);
    tokio::time::sleep(SHORT).await;
    // A response that is read leaves its place.
    for _ in 0..4 {
        assert!(read(&server, ATTACKER, "/own", "").await.starts_with("HTTP/1.1 200"));
    }
    assert_eq!(refused(), 3);
}

#[tokio::test]
async fn requests_without_exactly_one_host_are_answered_400() {
    let (_app, server) = app(Limits::default()).await;
    let get = |hosts: &str| format!("GET /health/live HTTP/1.1\r\n{hosts}\r\n");
    for hosts in [
        "",
        "Host: a.example\r\nHost: b.example\r\n",
        "Host: a.example\r\nHost: a.example\r\n",
        "Host:\r\n",
        "Host: user@a.example\r\n",
        "Host: a.example:99999\r\n",
        "Host: a,b\r\n",
        "Host: :\r\n",
    ] {
        let response = server.exchange(&get(hosts)).await;
        assert!(response.starts_with("HTTP/1.1 400"), "{hosts:?}: {response}");
    }
    let response = server.exchange("GET /health/live HTTP/1.0\r\n\r\n").await;
    assert!(response.starts_with("HTTP/1.0 400"), "{response}");
    assert!(server.exchange(&get("Host: a.example\r\n")).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn transfer_codings_other_than_chunked_are_answered_501() {
    let (_app, server) = app(Limits::default()).await;
    let sign_in = |codings: &str| {
        format!(
            "POST /api/v1/session HTTP/1.1\r\nHost: a.example\r\nOrigin: http://127.0.0.1:8080\r\n\
             Content-Type: application/json\r\n{codings}\r\n{:x}\r\n{SIGN_IN}\r\n0\r\n\r\n",
            SIGN_IN.len()
        )
    };
    for codings in [
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let response = server.exchange(&sign_in(codings)).await;
        assert!(response.starts_with("HTTP/1.1 501"), "{codings}: {response}");
        assert!(response.contains("connection: close"), "{codings}: {response}");
    }
    for codings in ["Transfer-Encoding: chunked\r\n", "transfer-encoding:  Chunked \r\n"] {
        let response = server.exchange(&sign_in(codings)).await;
        assert!(response.starts_with("HTTP/1.1 204"), "{codings}: {response}");
    }
}

#[tokio::test]
async fn http2_is_served_in_clear_text() {
    let (_app, server) = app(Limits::default()).await;
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}/api/v1/openapi.json", server.address);

    let answers: Vec<_> = run_in_parallel(20, || client.get(&url).timeout(Duration::from_secs(5)).send())
        .await
        .into_iter()
        .collect();

    for answer in answers {
        assert_eq!((answer.version(), answer.status().as_u16()), (reqwest::Version::HTTP_2, 200));
    }
}

async fn run_in_parallel<F>(count: usize, make: impl Fn() -> F) -> Vec<reqwest::Response>
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
