use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::Limits;
use crate::metrics::Counters;

/// The largest request body in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// A body that is larger than the largest one, in place of one that announces to be.
static TOO_LARGE: [u8; MAX_BODY_BYTES + 1] = [0; MAX_BODY_BYTES + 1];
/// Operators ask for it to decide whether to restart the process; overload is no reason to.
const LIVENESS: &str = "/health/live";

/// Why a request is refused before its route sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// The body did not arrive in time: 408.
    BodyTimeout,
    /// The body ended early or is malformed: 400.
    BodyIncomplete,
    /// Too many requests run or arrive: 503.
    TooManyRequests,
}

impl Overload {
    /// The value of the metric's label.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::BodyTimeout => "body_timeout",
            Self::BodyIncomplete => "body_incomplete",
            Self::TooManyRequests => "too_many_requests",
        }
    }
}

/// Receives each request's body in time and limits how many requests run at once.
///
/// A body is received before its request counts as running, so that slow bodies cannot take the places of others.
#[derive(Clone, Debug)]
pub struct Admission {
    running: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    body_timeout: Duration,
    refused: Counters,
    respond: fn(Overload, &Uri) -> Response,
}

impl Admission {
    /// Limits the requests of a router. `respond` makes the response to a refused request.
    #[must_use]
    pub fn new(limits: &Limits, refused: Counters, respond: fn(Overload, &Uri) -> Response) -> Self {
        Self {
            running: Arc::new(Semaphore::new(limits.max_requests)),
            bodies: Arc::new(Semaphore::new(limits.max_bodies)),
            body_timeout: limits.body_timeout,
            refused,
            respond,
        }
    }

    async fn receive(&self, headers: &HeaderMap, body: Body) -> Result<Body, Overload> {
        if body.is_end_stream() {
            return Ok(body);
        }
        if content_length(headers).is_some_and(|length| length > MAX_BODY_BYTES as u64) {
            return Ok(Body::from(Bytes::from_static(&TOO_LARGE)));
        }
        let _place = self.bodies.try_acquire().map_err(|_| Overload::TooManyRequests)?;
        match timeout(self.body_timeout, collect(body)).await {
            Ok(Ok(bytes)) => Ok(Body::from(bytes)),
            Ok(Err(_)) => Err(Overload::BodyIncomplete),
            Err(_) => Err(Overload::BodyTimeout),
        }
    }
}

/// Middleware that applies an [`Admission`].
pub async fn admit(State(admission): State<Admission>, request: Request, next: Next) -> Response {
    if request.uri().path() == LIVENESS {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let refuse = |overload: Overload| {
        admission.refused.inc(overload.reason());
        (admission.respond)(overload, &parts.uri)
    };
    let body = match admission.receive(&parts.headers, body).await {
        Ok(body) => body,
        Err(overload) => return refuse(overload),
    };
    let Ok(_place) = admission.running.try_acquire() else {
        return refuse(Overload::TooManyRequests);
    };
    next.run(Request::from_parts(parts, body)).await
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The bytes of a body, or its beginning if it is larger than a route accepts.
async fn collect(mut body: Body) -> Result<Bytes, axum::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > MAX_BODY_BYTES {
            break;
        }
    }
    Ok(Bytes::from(bytes))
}
