use std::io::{ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use process::Shutdown;
use prometheus_client::metrics::gauge::Gauge;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::network_limit::{NetworkLimit, NetworkPlace};
use super::refusal_log::RefusalLog;
use super::{Limits, connection};
use crate::metrics::ConnectionMetrics;

/// The pause after an error of the listener, such as too many open files.
const ERROR_PAUSE: Duration = Duration::from_millis(100);
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A router and the limits of its listener.
#[derive(Clone, Debug)]
pub struct Server {
    /// The routes.
    pub router: Router,
    /// Timeouts and limits.
    pub limits: Limits,
    /// The connection metrics.
    pub metrics: ConnectionMetrics,
    /// Peers exempt from the limit per network: proxies, which connect for many clients, and this host.
    pub unlimited_peers: Vec<IpNet>,
}

/// The permits held while a connection is open.
struct Permits {
    _of_network: Option<NetworkPlace>,
    _of_all: OwnedSemaphorePermit,
}

/// Why a connection is refused.
#[derive(Clone, Copy)]
enum RefusalReason {
    Total,
    Network,
}

/// The limits on open connections, and the logs of refused connections.
struct ConnectionLimits {
    all: Arc<Semaphore>,
    networks: NetworkLimit,
    logs: [RefusalLog; 2],
}

impl Server {
    /// Creates a server without connection metrics. Loopback connections are exempt from the limit per network.
    ///
    /// # Panics
    /// Never: the prefixes are valid.
    #[must_use]
    pub fn new(router: Router, limits: Limits) -> Self {
        let loopback = Ipv4Net::new(Ipv4Addr::LOCALHOST, 8).expect("8 is at most 32");
        let unlimited_peers = vec![loopback.into(), Ipv6Net::from(Ipv6Addr::LOCALHOST).into()];
        Self { router, limits, metrics: ConnectionMetrics::default(), unlimited_peers }
    }

    /// Accepts connections until the shutdown, then waits for open connections to end.
    pub async fn serve(self, listener: TcpListener, shutdown: Shutdown) {
        let max_connections = self.limits.max_connections.min(Semaphore::MAX_PERMITS);
        let limits = ConnectionLimits {
            all: Arc::new(Semaphore::new(max_connections)),
            networks: NetworkLimit::new(self.limits.max_connections_per_network),
            logs: Default::default(),
        };
        let mut requested = std::pin::pin!(shutdown.clone().requested());
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut requested => break,
            };
            match accepted {
                Ok((stream, peer)) => match self.acquire_permits(&limits, peer.ip()) {
                    Ok(permits) => self.spawn(stream, peer, permits, &shutdown),
                    Err(refused) => {
                        self.record(refused, &limits, peer.ip());
                        refuse(stream);
                    }
                },
                Err(error) if is_connection_error(error.kind()) => {}
                Err(error) => {
                    tracing::error!(%error, "accepting a connection failed");
                    tokio::time::sleep(ERROR_PAUSE).await;
                }
            }
        }
        drop(listener);
        let all = u32::try_from(max_connections).unwrap_or(u32::MAX);
        // Wait until every connection has ended. This cannot fail, because the semaphore is never closed.
        let _ = limits.all.acquire_many(all).await;
    }

    fn acquire_permits(&self, limits: &ConnectionLimits, peer: IpAddr) -> Result<Permits, RefusalReason> {
        let peer = peer.to_canonical();
        let is_unlimited = self.unlimited_peers.iter().any(|network| network.contains(&peer));
        let of_network = if is_unlimited {
            None
        } else {
            Some(limits.networks.try_take(peer).ok_or(RefusalReason::Network)?)
        };
        let of_all = Arc::clone(&limits.all).try_acquire_owned().map_err(|_| RefusalReason::Total)?;
        Ok(Permits { _of_network: of_network, _of_all: of_all })
    }

    fn record(&self, refused: RefusalReason, limits: &ConnectionLimits, peer: IpAddr) {
        let [log_all, log_network] = &limits.logs;
        match refused {
            RefusalReason::Total => {
                self.metrics.refused.inc("all");
                if let Some(refused) = log_all.count() {
                    let max_connections = self.limits.max_connections;
                    tracing::warn!(
                        max_connections,
                        refused,
                        "refusing connections: too many connections are open"
                    );
                }
            }
            RefusalReason::Network => {
                self.metrics.refused.inc("network");
                if let Some(refused) = log_network.count() {
                    let max_connections = self.limits.max_connections_per_network;
                    tracing::warn!(
                        %peer,
                        max_connections,
                        refused,
                        "refusing connections: too many connections from one network are open"
                    );
                }
            }
        }
    }

    fn spawn(&self, stream: TcpStream, peer: SocketAddr, permits: Permits, shutdown: &Shutdown) {
        // Responses are small and are written at once. If this fails, only latency increases.
        let _ = stream.set_nodelay(true);
        let open = OpenConnection::count(self.metrics.open.clone());
        let connection = connection::serve(stream, peer, self.router.clone(), self.limits, shutdown.clone());
        tokio::spawn(async move {
            connection.await;
            drop((open, permits));
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

/// Sends a 503 response without waiting, so that a client that does not read cannot block the listener.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(REFUSAL);
    }
}

fn is_connection_error(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Binds a listener.
///
/// # Errors
/// One sentence that names the option which changes the address.
pub async fn listen(address: SocketAddr, option: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program: stop it, or use another address with {option}")
        }
        _ => format!("cannot listen on {address}: {error}; use another address with {option}"),
    })
}
