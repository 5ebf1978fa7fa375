use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::network_limit::{NetworkLimit, NetworkPlace};
use super::refusal_log::RefusalLog;
use super::unread::hold_until_read;
use crate::Limits;
use crate::metrics::Counters;
use crate::proxies::{Proxies, peer_address};

/// The maximum size of a request body, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// An oversized body. It replaces a body whose `Content-Length` is above [`MAX_BODY_BYTES`], so that the route refuses
/// it.
static TOO_LARGE: [u8; MAX_BODY_BYTES + 1] = [0; MAX_BODY_BYTES + 1];
/// The liveness probe, which is always admitted: overload must not cause a restart of the process.
const LIVENESS: &str = "/health/live";

/// Why a request is refused before it reaches its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// The body did not arrive in time: 408.
    BodyTimeout,
    /// The body ended early or is malformed: 400.
    BodyIncomplete,
    /// Too many requests are running: 503.
    TooManyRequests,
    /// Too many requests of this client are running: 503.
    TooManyRequestsOfClient,
    /// This client has not read too many responses: 503.
    TooManyUnreadOfClient,
    /// Too many request bodies are being received: 503.
    TooManyBodies,
    /// Too many request bodies of this client are being received: 503.
    TooManyBodiesOfClient,
}

impl Overload {
    /// Every variant.
    pub const ALL: [Self; 7] = [
        Self::BodyTimeout,
        Self::BodyIncomplete,
        Self::TooManyRequests,
        Self::TooManyRequestsOfClient,
        Self::TooManyUnreadOfClient,
        Self::TooManyBodies,
        Self::TooManyBodiesOfClient,
    ];

    /// The value of the `reason` label in the metric.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::BodyTimeout => "body_timeout",
            Self::BodyIncomplete => "body_incomplete",
            Self::TooManyRequests => "too_many_requests",
            Self::TooManyRequestsOfClient => "too_many_requests_of_client",
            Self::TooManyUnreadOfClient => "too_many_unread_of_client",
            Self::TooManyBodies => "too_many_bodies",
            Self::TooManyBodiesOfClient => "too_many_bodies_of_client",
        }
    }
}

/// Receives request bodies within a timeout and limits concurrent requests.
///
/// A body is received before its request counts as running, so that slow bodies do not use up the limit on running
/// requests. Running requests and unread responses are limited per client network, slow bodies per connection and per
/// client network, so that one client cannot use up the limits of all or the memory.
#[derive(Clone, Debug)]
pub struct Admission {
    running: Arc<Semaphore>,
    running_of_network: NetworkLimit,
    unread_of_network: NetworkLimit,
    bodies: Arc<Semaphore>,
    bodies_of_network: NetworkLimit,
    body_bytes: Arc<Semaphore>,
    body_timeout: Duration,
    proxies: Arc<Proxies>,
    refused: Counters,
    log_requests: Arc<RefusalLog>,
    log_unread: Arc<RefusalLog>,
    log_bodies: Arc<RefusalLog>,
    respond: fn(Overload, &Uri) -> Response,
}

/// The limit on request bodies that a connection receives at the same time.
#[derive(Clone, Debug)]
pub(super) struct ConnectionBodies(Arc<Semaphore>);

impl ConnectionBodies {
    pub fn new(limits: &Limits) -> Self {
        Self(Arc::new(Semaphore::new(limits.max_bodies_per_connection)))
    }
}

/// The permits held while a request is running.
struct RunningPermits<'a> {
    _of_network: NetworkPlace,
    _of_all: SemaphorePermit<'a>,
}

/// The permits held while a request body is received.
struct BodyPermits {
    _of_connection: Option<OwnedSemaphorePermit>,
    _of_network: NetworkPlace,
    _of_all: OwnedSemaphorePermit,
}

impl Admission {
    /// Creates the limits. `respond` builds the response to a refused request.
    #[must_use]
    pub fn new(
        limits: &Limits,
        proxies: Proxies,
        refused: Counters,
        respond: fn(Overload, &Uri) -> Response,
    ) -> Self {
        Self {
            running: Arc::new(Semaphore::new(limits.max_requests)),
            running_of_network: NetworkLimit::new(limits.max_requests_per_network),
            unread_of_network: NetworkLimit::new(limits.max_unread_responses_per_network),
            bodies: Arc::new(Semaphore::new(limits.max_bodies)),
            bodies_of_network: NetworkLimit::new(limits.max_bodies_per_network),
            body_bytes: Arc::new(Semaphore::new(limits.max_body_bytes)),
            body_timeout: limits.body_timeout,
            proxies: Arc::new(proxies),
            refused,
            log_requests: Arc::default(),
            log_unread: Arc::default(),
            log_bodies: Arc::default(),
            respond,
        }
    }

    async fn receive(&self, parts: &Parts, body: Body) -> Result<Body, Overload> {
        if body.is_end_stream() {
            return Ok(body);
        }
        if content_length(&parts.headers).is_some_and(|length| length > MAX_BODY_BYTES as u64) {
            return Ok(Body::from(Bytes::from_static(&TOO_LARGE)));
        }
        let mut body = pin!(timeout(self.body_timeout, self.collect(body)));
        let collected = match poll_once(body.as_mut()).await {
            Poll::Ready(collected) => collected,
            Poll::Pending => {
                let _permits = self.acquire_body_permits(parts)?;
                body.await
            }
        };
        collected.unwrap_or(Err(Overload::BodyTimeout)).map(Body::from)
    }

    fn acquire_running_permits(&self, parts: &Parts) -> Result<RunningPermits<'_>, Overload> {
        let client = client_address(&self.proxies, parts);
        Ok(RunningPermits {
            _of_network: self.running_of_network.try_take(client).ok_or(Overload::TooManyRequestsOfClient)?,
            _of_all: self.running.try_acquire().map_err(|_| Overload::TooManyRequests)?,
        })
    }

    /// The place of a request's response, taken before the request runs, because the response must not be refused.
    fn acquire_response_place(&self, parts: &Parts) -> Result<NetworkPlace, Overload> {
        let client = client_address(&self.proxies, parts);
        self.unread_of_network.try_take(client).ok_or(Overload::TooManyUnreadOfClient)
    }

    fn acquire_body_permits(&self, parts: &Parts) -> Result<BodyPermits, Overload> {
        let client = client_address(&self.proxies, parts);
        let peer = peer_address(&parts.extensions);
        let client_overload = Overload::TooManyBodiesOfClient;
        let of_connection = match parts.extensions.get::<ConnectionBodies>() {
            // A proxy sends the requests of many clients on one connection, so it has no limit per connection.
            Some(ConnectionBodies(bodies)) if !self.proxies.trusts(peer) => {
                Some(Arc::clone(bodies).try_acquire_owned().map_err(|_| client_overload)?)
            }
            _ => None,
        };
        Ok(BodyPermits {
            _of_connection: of_connection,
            _of_network: self.bodies_of_network.try_take(client).ok_or(client_overload)?,
            _of_all: Arc::clone(&self.bodies).try_acquire_owned().map_err(|_| Overload::TooManyBodies)?,
        })
    }

    /// Reads a body up to one byte beyond [`MAX_BODY_BYTES`], so that the route refuses a larger body.
    async fn collect(&self, mut body: Body) -> Result<Bytes, Overload> {
        let mut bytes = Vec::new();
        let mut reserved = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Overload::BodyIncomplete)?;
            let Ok(data) = frame.into_data() else { continue };
            let data = &data[..data.len().min(MAX_BODY_BYTES + 1 - bytes.len())];
            let length = u32::try_from(data.len()).map_err(|_| Overload::TooManyBodies)?;
            reserved.push(self.body_bytes.try_acquire_many(length).map_err(|_| Overload::TooManyBodies)?);
            bytes.extend_from_slice(data);
            if bytes.len() > MAX_BODY_BYTES {
                break;
            }
        }
        Ok(Bytes::from(bytes))
    }

    fn refuse(&self, overload: Overload, parts: &Parts) -> Response {
        self.refused.inc(overload.reason());
        let client = client_address(&self.proxies, parts);
        match overload {
            Overload::TooManyRequestsOfClient => {
                if let Some(refused) = self.log_requests.count() {
                    tracing::warn!(%client, refused, "refusing requests: one client runs too many requests");
                }
            }
            Overload::TooManyUnreadOfClient => {
                if let Some(refused) = self.log_unread.count() {
                    tracing::warn!(%client, refused, "refusing requests: one client does not read its responses");
                }
            }
            Overload::TooManyBodiesOfClient => {
                if let Some(refused) = self.log_bodies.count() {
                    tracing::warn!(%client, refused, "refusing request bodies: one client sends too many slow bodies");
                }
            }
            _ => {}
        }
        (self.respond)(overload, &parts.uri)
    }
}

/// Middleware that applies an [`Admission`].
pub async fn admit(State(admission): State<Admission>, request: Request, next: Next) -> Response {
    if request.uri().path() == LIVENESS {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = match admission.receive(&parts, body).await {
        Ok(body) => body,
        Err(overload) => return admission.refuse(overload, &parts),
    };
    let permits = admission.acquire_running_permits(&parts);
    match permits.and_then(|permits| Ok((permits, admission.acquire_response_place(&parts)?))) {
        Ok((_permits, place)) => hold_until_read(next.run(Request::from_parts(parts, body)).await, place),
        Err(overload) => admission.refuse(overload, &parts),
    }
}

async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

fn client_address(proxies: &Proxies, parts: &Parts) -> IpAddr {
    proxies.client(peer_address(&parts.extensions), &parts.headers)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
