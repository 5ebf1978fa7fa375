use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use http_server::{Limits, Server};
use process::Shutdown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The timeout of the server in these tests.
pub const SHORT: Duration = Duration::from_millis(300);
/// The time after which a test fails.
const TIMEOUT: Duration = Duration::from_secs(5);

pub fn short_limits() -> Limits {
    Limits { head_timeout: SHORT, idle_timeout: SHORT, body_timeout: SHORT, ..Limits::default() }
}

/// A server on a free port.
pub struct TestServer {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl TestServer {
    pub async fn start(router: Router, limits: Limits) -> Self {
        Self::start_server(Server::new(router, limits)).await
    }

    pub async fn start_server(server: Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, shutdown) = Shutdown::on_request();
        let serving = tokio::spawn(server.serve(listener, shutdown));
        Self { address, stop, serving }
    }

    pub async fn connect(&self) -> TestConnection {
        TestConnection(TcpStream::connect(self.address).await.unwrap())
    }

    /// Opens a connection from a client address.
    pub async fn connect_from(&self, client: Ipv4Addr) -> TestConnection {
        TestConnection(connect_from(client, self.address).await)
    }

    /// Sends a request over a new connection and returns the response.
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
        timeout(TIMEOUT, self.serving).await.expect("the server did not stop").unwrap();
    }
}

async fn connect_from(client: Ipv4Addr, server: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((client, 0))).unwrap();
    socket.connect(server).await.unwrap()
}

/// A client that writes HTTP/2 frames (RFC 9113) and reads none, so that requests stay open as long as the test wants.
pub struct Http2(TcpStream);

impl Http2 {
    const DATA: u8 = 0;
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const END_STREAM: u8 = 1;
    const END_HEADERS: u8 = 4;

    pub async fn connect(client: Ipv4Addr, server: SocketAddr) -> Self {
        let mut stream = connect_from(client, server).await;
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        stream.write_all(&Self::frame(Self::SETTINGS, 0, 0, &[])).await.unwrap();
        Self(stream)
    }

    /// Sends a request head and the first byte of a body.
    pub async fn open_post(&mut self, stream: u32, headers: &[(&str, &str)]) {
        let head = Self::frame(Self::HEADERS, Self::END_HEADERS, stream, &Self::fields("POST", headers));
        let body = Self::frame(Self::DATA, 0, stream, b"{");
        // The server may have closed the connection.
        let _ = self.0.write_all(&[head, body].concat()).await;
    }

    pub async fn get(&mut self, stream: u32, headers: &[(&str, &str)]) {
        let flags = Self::END_HEADERS | Self::END_STREAM;
        let head = Self::frame(Self::HEADERS, flags, stream, &Self::fields("GET", headers));
        self.0.write_all(&head).await.unwrap();
    }

    /// Sends a PING, which the server answers. Fails once the server has closed the connection.
    pub async fn ping(&mut self) -> std::io::Result<()> {
        self.0.write_all(&Self::frame(Self::PING, 0, 0, &[0; 8])).await
    }

    fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
    }

    /// A field block of literals without indexing or Huffman coding (RFC 7541).
    fn fields(method: &str, headers: &[(&str, &str)]) -> Vec<u8> {
        let common = [(":method", method), (":scheme", "http"), (":authority", "a.example")];
        let mut block = Vec::new();
        for (name, value) in common.iter().chain(headers) {
            block.push(0);
            for text in [name, value] {
                block.push(u8::try_from(text.len()).ok().filter(|length| *length < 127).unwrap());
                block.extend_from_slice(text.as_bytes());
            }
        }
        block
    }
}

/// Holds 64 request bodies open on each of 33 HTTP/2 connections, which exceeds the limit of a listener.
pub async fn hold_bodies_open(client: Ipv4Addr, server: SocketAddr, headers: &[(&str, &str)]) -> Vec<Http2> {
    let mut connections = Vec::new();
    for _ in 0..33 {
        let mut connection = Http2::connect(client, server).await;
        for stream in 0..64 {
            connection.open_post(2 * stream + 1, headers).await;
        }
        connections.push(connection);
    }
    // Time for the server to read the heads.
    tokio::time::sleep(SHORT).await;
    connections
}

pub struct TestConnection(TcpStream);

impl TestConnection {
    pub async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Sends to a connection that the server may have closed.
    pub async fn try_send(&mut self, text: &str) {
        let _ = self.0.write_all(text.as_bytes()).await;
    }

    /// Reads the next response, with a body of its `Content-Length`.
    pub async fn response(&mut self) -> String {
        timeout(TIMEOUT, self.read_response()).await.expect("no response in time")
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

    /// Reads at most `count` bytes. Returns 0 if the server has closed the connection.
    pub async fn read_up_to(&mut self, count: usize) -> usize {
        let mut bytes = Vec::with_capacity(count);
        let mut limited = (&mut self.0).take(count as u64);
        timeout(TIMEOUT, limited.read_to_end(&mut bytes)).await.expect("no bytes in time").unwrap_or(0)
    }

    /// Waits until the server has closed the connection.
    pub async fn closed(mut self) {
        let mut rest = Vec::new();
        let read = timeout(TIMEOUT, self.0.read_to_end(&mut rest)).await;
        // A reset also counts as closed.
        let _ = read.expect("the server did not close the connection");
    }
}
