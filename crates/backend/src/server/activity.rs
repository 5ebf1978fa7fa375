use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, sleep_until};

use super::Limits;

/// What a connection did last, to close it when it only occupies a place.
#[derive(Debug)]
pub struct Activity {
    opened: Instant,
    has_requested: AtomicBool,
    running: AtomicUsize,
    /// Milliseconds from `opened` to the end of the last request or the last write.
    last: AtomicU64,
}

/// Counts a request as running until it is dropped.
pub struct RunningRequest(Arc<Activity>);

impl Activity {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            has_requested: AtomicBool::new(false),
            running: AtomicUsize::new(0),
            last: AtomicU64::new(0),
        })
    }

    pub fn begin_request(self: &Arc<Self>) -> RunningRequest {
        self.has_requested.store(true, Ordering::Relaxed);
        self.running.fetch_add(1, Ordering::Relaxed);
        RunningRequest(Arc::clone(self))
    }

    /// Waits until the connection sent no request in time, or was idle for too long.
    pub async fn overdue(&self, limits: &Limits) {
        loop {
            let deadline = self.deadline(limits);
            if deadline <= Instant::now() {
                return;
            }
            sleep_until(deadline).await;
        }
    }

    /// Waits until no request runs and nothing was written for some time.
    pub async fn quiet(&self, time: Duration) {
        loop {
            sleep(time).await;
            let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
            if self.running.load(Ordering::Relaxed) == 0 && self.opened.elapsed() >= last + time {
                return;
            }
        }
    }

    fn deadline(&self, limits: &Limits) -> Instant {
        if self.running.load(Ordering::Relaxed) > 0 {
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

impl Drop for RunningRequest {
    fn drop(&mut self) {
        self.0.touch();
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection's stream that records each write, so that a slow download does not count as idle.
#[derive(Debug)]
pub struct TrackedStream {
    pub stream: TcpStream,
    pub activity: Arc<Activity>,
}

impl AsyncRead for TrackedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for TrackedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.record(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.record(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl TrackedStream {
    fn record(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.activity.touch();
        }
        written
    }
}
