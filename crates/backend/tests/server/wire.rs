use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use backend::server::{Limits, Server};
use backend::startup::Shutdown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Timeouts short enough to wait for.
pub const SHORT: Duration = Duration::from_millis(300);
/// Long enough for everything that has to happen.
const PATIENCE: Duration = Duration::from_secs(5);

pub fn short_limits() -> Limits {
    Limits { head_timeout: SHORT, idle_timeout: SHORT, body_timeout: SHORT, ..Limits::default() }
}

/// A server on a free port.
pub struct Running {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Running {
    pub async fn start(router: Router, limits: Limits) -> Self {
        Self::start_server(Server::new(router, limits)).await
    }

    pub async fn start_server(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, shutdown) = Shutdown::on_word();
        let serving = tokio::spawn(server.serve(listener, shutdown));
        Self { address, stop, serving }
    }

    pub async fn connect(&self) -> Connection {
        Connection(TcpStream::connect(self.address).await.unwrap())
    }

    /// The response to one request on a connection of its own.
    pub async fn exchange(&self, request: &str) -> String {
        let mut connection = self.connect().await;
        connection.send(request).await;
        connection.response().await
    }

    pub fn request_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until the server has stopped.
    pub async fn stopped(self) {
        timeout(PATIENCE, self.serving).await.expect("the server stops").unwrap();
    }
}

pub struct Connection(TcpStream);

impl Connection {
    pub async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Sends to a connection that the server may have closed.
    pub async fn try_send(&mut self, text: &str) {
        let _ = self.0.write_all(text.as_bytes()).await;
    }

    /// The next response with its body of a stated length.
    pub async fn response(&mut self) -> String {
        timeout(PATIENCE, self.read_response()).await.expect("a response in time")
    }

    async fn read_response(&mut self) -> String {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())?.ok()
                });
                if body.len() >= length.unwrap_or(0) {
                    return text;
                }
            }
            if self.0.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                return String::from_utf8_lossy(&bytes).into_owned();
            }
        }
    }

    /// Waits until the server has closed the connection.
    pub async fn closed(mut self) {
        let mut rest = Vec::new();
        let read = timeout(PATIENCE, self.0.read_to_end(&mut rest)).await;
        // A reset is an end too.
        let _ = read.expect("the server closes the connection");
    }
}
