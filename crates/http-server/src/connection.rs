use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HeaderMap, HeaderValue, TRANSFER_ENCODING};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use process::Shutdown;
use tokio::net::TcpStream;
use tower::ServiceExt;

use super::activity::Activity;
use super::admission::ConnectionBodies;
use super::host::has_one_host;
use crate::Limits;

/// The maximum size of a request head, in bytes.
const MAX_HEAD_BYTES: usize = 32 * 1024;
const MAX_HTTP2_STREAMS: u32 = 64;
/// The flow-control window of one request body, in bytes: the default of RFC 9113.
const HTTP2_WINDOW: u32 = 65_535;
/// The flow-control window of all request bodies of a connection, in bytes.
const HTTP2_CONNECTION_WINDOW: u32 = 8 * HTTP2_WINDOW;
/// The maximum number of buffered response bytes. The rest of the body counts as unsent.
const HTTP2_SEND_BUFFER: usize = 64 * 1024;
/// The timeout of a graceful close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves one connection until it ends, exceeds a timeout, or has finished its requests during a shutdown.
pub async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, shutdown: Shutdown) {
    let activity = Activity::new();
    let bodies = ConnectionBodies::new(&limits);
    let service = tower::service_fn({
        let activity = Arc::clone(&activity);
        move |request: Request<Incoming>| {
            let open = activity.begin_request();
            let (router, bodies) = (router.clone(), bodies.clone());
            async move {
                let response = respond(router, request, peer, bodies).await;
                Ok::<_, Infallible>(response.map(|body| open.track(body)))
            }
        }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(MAX_HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_HTTP2_STREAMS)
        .initial_stream_window_size(HTTP2_WINDOW)
        .initial_connection_window_size(HTTP2_CONNECTION_WINDOW)
        .max_send_buf_size(HTTP2_SEND_BUFFER)
        .max_header_list_size(u32::try_from(MAX_HEAD_BYTES).unwrap_or(u32::MAX));
    let mut connection =
        pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)));
    let mut requested = pin!(shutdown.requested());
    let mut is_closing = false;
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(%error, "connection failed");
                }
                return;
            }
            () = &mut requested, if !is_closing => {
                is_closing = true;
                connection.as_mut().graceful_shutdown();
            }
            // Do not wait for a connection that is only waiting for the rest of a request head.
            () = activity.quiet(CLOSE_TIMEOUT), if is_closing => return,
            () = activity.overdue(&limits) => {
                connection.as_mut().graceful_shutdown();
                let _ = tokio::time::timeout(CLOSE_TIMEOUT, connection.as_mut()).await;
                return;
            }
        }
    }
}

async fn respond(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    bodies: ConnectionBodies,
) -> Response {
    if !has_one_host(&request) {
        return refuse(StatusCode::BAD_REQUEST, "The request must have exactly one valid Host header.\n");
    }
    if !has_known_transfer_coding(request.headers()) {
        let mut response =
            refuse(StatusCode::NOT_IMPLEMENTED, "The only supported transfer coding is chunked.\n");
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        return response;
    }
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(bodies);
    let Ok(response) = router.oneshot(request).await;
    response
}

fn refuse(status: StatusCode, text: &'static str) -> Response {
    (status, [("x-content-type-options", "nosniff")], text).into_response()
}

/// Whether a body is encoded for the transfer in no other way than in chunks. hyper decodes only these, so the routes
/// would receive another encoding as the body (RFC 9112 section 6.1).
fn has_known_transfer_coding(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    let first = codings.next();
    codings.next().is_none()
        && first.is_none_or(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"))
}
