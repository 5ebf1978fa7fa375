use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, sleep, sleep_until};

use crate::Limits;

/// The maximum size of a response body chunk, in bytes. The connection requests the next chunk when it has sent most of
/// the previous one.
const CHUNK: usize = 16 * 1024;

/// The time of a connection's last request or response chunk, used to close idle connections.
///
/// Other traffic is not activity: a client can make the server write, for example with a PING, without using it.
#[derive(Debug)]
pub struct Activity {
    opened: Instant,
    has_requested: AtomicBool,
    /// The number of requests whose handler is running.
    handled: AtomicUsize,
    /// The number of requests whose handler is running or whose response body is not fully sent.
    open: AtomicUsize,
    /// Milliseconds from `opened` to the end of the last handler or to the last response chunk.
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

    /// Waits until the connection exceeds the request head timeout or the idle timeout.
    ///
    /// A client that does not read its response is idle.
    pub async fn overdue(&self, limits: &Limits) {
        loop {
            let deadline = self.deadline(limits);
            if deadline <= Instant::now() {
                return;
            }
            sleep_until(deadline).await;
        }
    }

    /// Waits until no request has been open for `time`.
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
    /// Wraps the response body, so that the request stays open until the body is sent.
    pub fn track(mut self, body: Body) -> Body {
        self.end_handling();
        Body::new(TrackedBody { body, rest: Bytes::new(), request: self })
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

/// A response body split into chunks. Each chunk counts as activity when the connection reads it.
#[derive(Debug)]
struct TrackedBody {
    body: Body,
    rest: Bytes,
    request: OpenRequest,
}

impl HttpBody for TrackedBody {
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
        let chunk = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, body) = (self.rest.len() as u64, self.body.size_hint());
        let mut hint = SizeHint::new();
        // Set the upper bound first: `set_lower` panics if the lower bound is above it.
        if let Some(upper) = body.upper() {
            hint.set_upper(rest + upper);
        }
        hint.set_lower(rest + body.lower());
        hint
    }
}
