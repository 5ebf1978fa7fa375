use std::io::{ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::network_limit::{NetworkLimit, NetworkPlace};
use super::refusal_log::RefusalLog;
use super::{Limits, connection};
use crate::metrics::{ConnectionMetrics, Gauge};
use crate::startup::Shutdown;

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
    /// Peers without a limit of connections: proxies, which connect for many clients, and this machine.
    pub unlimited_peers: Vec<IpNet>,
}

/// The places of a connection.
struct Places {
    _of_network: Option<NetworkPlace>,
    _of_all: OwnedSemaphorePermit,
}

/// Why a connection is refused.
#[derive(Clone, Copy)]
enum Refused {
    All,
    Network,
}

/// Takes places for connections, and logs and counts those that get none.
struct Gate {
    all: Arc<Semaphore>,
    networks: NetworkLimit,
    logs: [RefusalLog; 2],
}

impl Server {
    /// A server whose connections appear in no metric. Connections of this machine are not limited by peer.
    ///
    /// # Panics
    /// Never: the prefixes are valid.
    #[must_use]
    pub fn new(router: Router, limits: Limits) -> Self {
        let loopback = Ipv4Net::new(Ipv4Addr::LOCALHOST, 8).expect("8 is at most 32");
        let unlimited_peers = vec![loopback.into(), Ipv6Net::from(Ipv6Addr::LOCALHOST).into()];
        Self { router, limits, metrics: ConnectionMetrics::default(), unlimited_peers }
    }

    /// Serves until the shutdown, then waits for the requests that run.
    pub async fn serve(self, listener: TcpListener, shutdown: Shutdown) {
        let max_connections = self.limits.max_connections.min(Semaphore::MAX_PERMITS);
        let gate = Gate {
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
                Ok((stream, peer)) => match self.take_places(&gate, peer.ip()) {
                    Ok(places) => self.spawn(stream, peer, places, &shutdown),
                    Err(refused) => {
                        self.record(refused, &gate, peer.ip());
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
        let all = u32::try_from(max_connections).unwrap_or(u32::MAX);
        // The semaphore is never closed, so this only waits until every connection has ended.
        let _ = gate.all.acquire_many(all).await;
    }

    fn take_places(&self, gate: &Gate, peer: IpAddr) -> Result<Places, Refused> {
        let peer = peer.to_canonical();
        let is_unlimited = self.unlimited_peers.iter().any(|network| network.contains(&peer));
        let of_network =
            if is_unlimited { None } else { Some(gate.networks.try_take(peer).ok_or(Refused::Network)?) };
        let of_all = Arc::clone(&gate.all).try_acquire_owned().map_err(|_| Refused::All)?;
        Ok(Places { _of_network: of_network, _of_all: of_all })
    }

    fn record(&self, refused: Refused, gate: &Gate, peer: IpAddr) {
        let [log_all, log_network] = &gate.logs;
        match refused {
            Refused::All => {
                self.metrics.refused.inc("all");
                if let Some(refused) = log_all.count() {
                    let max_connections = self.limits.max_connections;
                    tracing::warn!(
                        max_connections,
                        refused,
                        "too many connections are open; new ones are refused"
                    );
                }
            }
            Refused::Network => {
                self.metrics.refused.inc("network");
                if let Some(refused) = log_network.count() {
                    let max_connections = self.limits.max_connections_per_network;
                    tracing::warn!(
                        %peer,
                        max_connections,
                        refused,
                        "too many connections of one network are open; new ones of it are refused"
                    );
                }
            }
        }
    }

    fn spawn(&self, stream: TcpStream, peer: SocketAddr, places: Places, shutdown: &Shutdown) {
        // Responses are small and written at once; a failure costs only latency.
        let _ = stream.set_nodelay(true);
        let open = OpenConnection::count(self.metrics.open.clone());
        let served = connection::serve(stream, peer, self.router.clone(), self.limits, shutdown.clone());
        tokio::spawn(async move {
            served.await;
            drop((open, places));
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

/// Answers without waiting: a client that does not read must not hold the listener up.
fn refuse(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(REFUSAL);
    }
}

fn is_of_the_connection(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}
