use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use http_server::{Limits, Server};
use tokio::sync::Notify;

use crate::wire::{Http2, SHORT, TestServer, short_limits};

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

fn router() -> Router {
    Router::new()
        .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
}

#[tokio::test]
async fn connections_without_a_whole_request_head_are_closed() {
    let server = TestServer::start(router(), short_limits()).await;
    for start in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a.example\r\nX: ",
    ] {
        let began = Instant::now();
        let mut connection = server.connect().await;
        connection.send(start).await;
        connection.closed().await;
        assert!(began.elapsed() >= SHORT, "{start:?} was closed early");
    }
}

#[tokio::test]
async fn slow_request_head_closes_the_connection() {
    let server = TestServer::start(router(), short_limits()).await;
    let mut connection = server.connect().await;
    connection.send("GET / HTTP/1.1\r\n").await;
    for _ in 0..4 {
        tokio::time::sleep(SHORT / 2).await;
        connection.try_send("X: 1\r\n").await;
    }
    connection.closed().await;
}

#[tokio::test]
async fn idle_connections_are_closed_after_their_response() {
    let server = TestServer::start(router(), short_limits()).await;
    let mut connection = server.connect().await;
    for _ in 0..3 {
        connection.send(REQUEST).await;
        assert!(connection.response().await.starts_with("HTTP/1.1 200"));
    }
    connection.closed().await;
}

#[tokio::test]
async fn http2_pings_do_not_keep_an_idle_connection_open() {
    let server = Server::new(router(), short_limits());
    let metrics = server.metrics.clone();
    let server = TestServer::start_server(server).await;
    let mut connection = Http2::connect(Ipv4Addr::LOCALHOST, server.address).await;
    connection.get(1, &[(":path", "/")]).await;
    let began = Instant::now();

    while began.elapsed() < SHORT * 8 {
        tokio::time::sleep(SHORT / 6).await;
        if connection.ping().await.is_err() {
            break;
        }
    }

    assert_eq!(metrics.open.get(), 0);
    assert!(began.elapsed() >= SHORT);
}

/// Larger than the socket buffers of both ends, in bytes.
const LARGE: usize = 32 * 1024 * 1024;

fn large_router() -> Router {
    Router::new().route("/", get(|| async { vec![b'a'; LARGE] }))
}

#[tokio::test]
async fn slow_download_is_not_cut_off() {
    let server = TestServer::start(large_router(), short_limits()).await;
    let mut connection = server.connect().await;
    connection.send(REQUEST).await;

    let began = Instant::now();
    let mut received = 0;
    while received < LARGE {
        tokio::time::sleep(SHORT / 8).await;
        let read = connection.read_up_to(LARGE / 40).await;
        assert!(read > 0, "{received} bytes were received");
        received += read;
    }
    assert!(began.elapsed() > SHORT * 4);
}

#[tokio::test]
async fn client_that_does_not_read_its_response_is_closed() {
    for is_http2 in [false, true] {
        let server = Server::new(large_router(), short_limits());
        let metrics = server.metrics.clone();
        let server = TestServer::start_server(server).await;
        let mut http1 = server.connect().await;
        let mut http2 = Http2::connect(Ipv4Addr::LOCALHOST, server.address).await;
        if is_http2 {
            http2.get(1, &[(":path", "/")]).await;
        } else {
            http1.send(REQUEST).await;
        }
        let began = Instant::now();
        while began.elapsed() < SHORT * 8 && metrics.open.get() > 0 {
            tokio::time::sleep(SHORT / 6).await;
            let _ = http2.ping().await;
        }

        assert_eq!(metrics.open.get(), 0, "http2: {is_http2}");
    }
}

#[tokio::test]
async fn slow_response_is_not_cut_off() {
    let wait = Arc::new(Notify::new());
    let waiting = Arc::clone(&wait);
    let router = Router::new().route("/", get(|| async move { waiting.notified().await }));
    let server = TestServer::start(router, short_limits()).await;
    let mut connection = server.connect().await;
    connection.send(REQUEST).await;

    tokio::time::sleep(SHORT * 3).await;
    wait.notify_one();

    assert!(connection.response().await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn connections_beyond_the_limit_are_refused_until_one_ends() {
    let limits = Limits { max_connections: 2, ..Limits::default() };
    let server = Server::new(router(), limits);
    let metrics = server.metrics.clone();
    let server = TestServer::start_server(server).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    for connection in [&mut first, &mut second] {
        connection.send(REQUEST).await;
        connection.response().await;
    }

    let refused = server.connect().await.response().await;

    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("Retry-After: "), "{refused}");
    assert_eq!((metrics.open.get(), metrics.refused.get("all")), (2, 1));
    drop(first);
    let began = Instant::now();
    while !server.exchange(REQUEST).await.starts_with("HTTP/1.1 200") {
        assert!(began.elapsed() < Duration::from_secs(5), "a closed connection still counts");
    }
}

#[tokio::test]
async fn connections_of_one_peer_do_not_block_other_peers() {
    let limits = Limits { max_connections: 5, max_connections_per_network: 3, ..Limits::default() };
    let mut server = Server::new(router(), limits);
    server.unlimited_peers = vec!["127.0.0.9/32".parse().unwrap()];
    let metrics = server.metrics.clone();
    let server = TestServer::start_server(server).await;
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(server.connect_from(Ipv4Addr::new(127, 0, 0, 2)).await);
    }

    let refused = held.pop().unwrap().response().await;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert_eq!((metrics.refused.get("network"), metrics.refused.get("all")), (2, 0));
    let mut other = server.connect_from(Ipv4Addr::new(127, 0, 0, 3)).await;
    other.send(REQUEST).await;
    assert!(other.response().await.starts_with("HTTP/1.1 200"));
    drop(held);
    tokio::time::sleep(SHORT).await;
    // A trusted proxy only counts toward the total limit.
    let mut proxy_connections = Vec::new();
    for _ in 0..4 {
        let mut connection = server.connect_from(Ipv4Addr::new(127, 0, 0, 9)).await;
        connection.send(REQUEST).await;
        assert!(connection.response().await.starts_with("HTTP/1.1 200"));
        proxy_connections.push(connection);
    }
}

#[tokio::test]
async fn handlers_receive_the_peer_address() {
    let server = TestServer::start(router(), Limits::default()).await;

    assert!(server.exchange(REQUEST).await.contains("127.0.0.1:"));
}

#[tokio::test]
async fn shutdown_finishes_requests_and_closes_idle_connections() {
    let wait = Arc::new(Notify::new());
    let waiting = Arc::clone(&wait);
    let router = Router::new().route("/", get(|| async move { waiting.notified().await }));
    let server = TestServer::start(router, Limits::default()).await;
    let silent = server.connect().await;
    let mut half = server.connect().await;
    half.send("GET / HTTP/1.1\r\n").await;
    let mut running = server.connect().await;
    running.send(REQUEST).await;
    tokio::time::sleep(SHORT).await;

    server.request_stop();
    tokio::time::sleep(SHORT).await;
    wait.notify_one();

    assert!(running.response().await.starts_with("HTTP/1.1 200"));
    server.stopped().await;
    silent.closed().await;
    half.closed().await;
}
