use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Limits, connection};
use crate::metrics::{ConnectionMetrics, Gauge};
use crate::startup::Shutdown;

/// Time between two log lines about refused connections.
const LOG_INTERVAL: Duration = Duration::from_secs(10);
/// Pause after an error that is not the connection's, such as too many open files.
const ERROR_PAUSE: Duration = Duration::from_millis(100);
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A router and the limits it is served with.
#[derive(Clone, Debug)]
pub struct Server {
    /// The routes.
    pub router: Router,
    /// Timeouts and limits.
    pub limits: Limits,
    /// Metrics of the connections.
    pub metrics: ConnectionMetrics,
}

impl Server {
    /// A server whose connections appear in no metric.
    #[must_use]
    pub fn new(router: Router, limits: Limits) -> Self {
        Self { router, limits, metrics: ConnectionMetrics::default() }
    }

    /// Serves until the shutdown, then waits for the requests that run.
    pub async fn serve(self, listener: TcpListener, shutdown: Shutdown) {
        let places = self.limits.max_connections.min(Semaphore::MAX_PERMITS);
        let permits = Arc::new(Semaphore::new(places));
        let mut refusals = Refusals::default();
        let mut requested = std::pin::pin!(shutdown.clone().requested());
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut requested => break,
            };
            match accepted {
                Ok((stream, peer)) => match Arc::clone(&permits).try_acquire_owned() {
                    Ok(permit) => self.spawn(stream, peer, permit, &shutdown),
                    Err(_) => {
                        self.metrics.refused.inc();
                        refusals.log(places);
                        refuse(stream);
                    }
                },
                Err(error) if is_of_the_connection(error.kind()) => {}
                Err(error) => {
                    tracing::error!(%error, "connections cannot be accepted");
                    tokio::time::sleep(ERROR_PAUSE).await;
                }
            }
        }
        drop(listener);
        let all = u32::try_from(places).unwrap_or(u32::MAX);
        // The semaphore is never closed, so this only waits until every connection has ended.
        let _ = permits.acquire_many(all).await;
    }

    fn spawn(&self, stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit, shutdown: &Shutdown) {
        // Responses are small and written at once; a failure costs only latency.
        let _ = stream.set_nodelay(true);
        let open = OpenConnection::count(self.metrics.open.clone());
        let served = connection::serve(stream, peer, self.router.clone(), self.limits, shutdown.clone());
        tokio::spawn(async move {
            served.await;
            drop((open, permit));
        });
    }
}

/// Counts a connection as open until it is dropped.
struct OpenConnection(Gauge);

impl OpenConnection {
    fn count(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[derive(Default)]
struct Refusals {
    unlogged: u64,
    logged: Option<Instant>,
}

impl Refusals {
    fn log(&mut self, max_connections: usize) {
        self.unlogged += 1;
        if self.logged.is_none_or(|logged| logged.elapsed() >= LOG_INTERVAL) {
            tracing::warn!(
                max_connections,
                refused = self.unlogged,
                "too many connections are open; new ones are refused"
            );
            self.unlogged = 0;
            self.logged = Some(Instant::now());
        }
    }
}

/// Answers without waiting: a client that does not read must not hold the listener up.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(REFUSAL);
    }
}

fn is_of_the_connection(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}
