use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, sleep, sleep_until};

use super::Limits;

/// Bytes of a response body that the connection takes at once. It takes more only when it has sent most of them.
const CHUNK: usize = 16 * 1024;

/// When a connection last had a request or took a part of a response, to close it when it only occupies a place.
///
/// Nothing else counts: a client can make the server write by a PING for example.
#[derive(Debug)]
pub struct Activity {
    opened: Instant,
    has_requested: AtomicBool,
    /// Requests whose handler runs.
    handled: AtomicUsize,
    /// Requests whose handler runs or whose response body is not sent.
    open: AtomicUsize,
    /// Milliseconds from `opened` to the last request, or the last part of a response.
    last: AtomicU64,
}

/// Counts a request as open until it is dropped.
#[derive(Debug)]
pub struct OpenRequest {
    activity: Arc<Activity>,
    is_handled: bool,
}

impl Activity {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            has_requested: AtomicBool::new(false),
            handled: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            last: AtomicU64::new(0),
        })
    }

    pub fn begin_request(self: &Arc<Self>) -> OpenRequest {
        self.has_requested.store(true, Ordering::Relaxed);
        self.handled.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        OpenRequest { activity: Arc::clone(self), is_handled: true }
    }

    /// Waits until the connection sent no request in time, was idle for too long, or does not read a response.
    pub async fn overdue(&self, limits: &Limits) {
        loop {
            let deadline = self.deadline(limits);
            if deadline <= Instant::now() {
                return;
            }
            sleep_until(deadline).await;
        }
    }

    /// Waits until no request has been open for some time.
    pub async fn quiet(&self, time: Duration) {
        loop {
            sleep(time).await;
            let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
            if self.open.load(Ordering::Relaxed) == 0 && self.opened.elapsed() >= last + time {
                return;
            }
        }
    }

    fn deadline(&self, limits: &Limits) -> Instant {
        if self.handled.load(Ordering::Relaxed) > 0 {
            return Instant::now() + limits.idle_timeout;
        }
        if self.has_requested.load(Ordering::Relaxed) {
            let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
            return self.opened + last + limits.idle_timeout;
        }
        self.opened + limits.head_timeout
    }

    fn touch(&self) {
        let last = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.fetch_max(last, Ordering::Relaxed);
    }
}

impl OpenRequest {
    /// Attaches the request to the body of its response: it stays open until the body is sent.
    pub fn follow(mut self, body: Body) -> Body {
        self.end_handling();
        Body::new(FollowedBody { body, rest: Bytes::new(), request: self })
    }

    fn end_handling(&mut self) {
        self.activity.touch();
        if std::mem::take(&mut self.is_handled) {
            self.activity.handled.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.end_handling();
        self.activity.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A response body in small parts, each of which counts as activity when the connection takes it.
#[derive(Debug)]
struct FollowedBody {
    body: Body,
    rest: Bytes,
    request: OpenRequest,
}

impl HttpBody for FollowedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                end => return Poll::Ready(end),
            }
        }
        self.request.activity.touch();
        let length = self.rest.len().min(CHUNK);
        let part = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, body) = (self.rest.len() as u64, self.body.size_hint());
        let mut hint = SizeHint::new();
        // The upper bound first: it must not be below the lower one.
        if let Some(upper) = body.upper() {
            hint.set_upper(rest + upper);
        }
        hint.set_lower(rest + body.lower());
        hint
    }
}
