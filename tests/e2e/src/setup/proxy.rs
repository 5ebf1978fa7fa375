use std::{
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// The traffic that the proxy forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    All,
    /// No new requests. Requests in progress still get their responses.
    ResponsesOnly,
    None,
}

/// A TCP proxy between browser and backend that can cut the network, independently of the browser engine.
pub struct NetworkProxy {
    traffic: watch::Sender<Traffic>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

/// The text of the blocked URLs.
type Blocked = Arc<Mutex<Option<&'static str>>>;

impl NetworkProxy {
    /// Starts to forward connections from a listener to the port of the backend.
    pub fn start(from: TcpListener, backend: u16) -> Self {
        let (traffic, receiver) = watch::channel(Traffic::All);
        let blocked = Blocked::default();
        let without_cookies = Arc::<AtomicBool>::default();
        let task = tokio::spawn(accept(from, backend, receiver, blocked.clone(), without_cookies.clone()));
        Self { traffic, blocked, without_cookies, task }
    }

    /// Sets the traffic to forward from now on.
    pub fn set(&self, traffic: Traffic) {
        self.traffic.send_replace(traffic);
    }

    /// Removes the cookies from all responses, as a browser that blocks cookies does.
    pub fn refuse_cookies(&self) {
        self.without_cookies.store(true, Ordering::Relaxed);
    }

    /// Drops requests whose URL contains this text. `None` removes the block.
    pub fn block(&self, part: Option<&'static str>) {
        *self.blocked.lock().unwrap_or_else(PoisonError::into_inner) = part;
    }
}

impl Drop for NetworkProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(
    from: TcpListener,
    backend: u16,
    traffic: watch::Receiver<Traffic>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
) {
    while let Ok((browser, _)) = from.accept().await {
        if *traffic.borrow() == Traffic::All {
            let (traffic, blocked) = (traffic.clone(), blocked.clone());
            tokio::spawn(forward_connection(browser, backend, traffic, blocked, without_cookies.clone()));
        }
    }
}

/// Forwards one connection until either end closes it or the network is cut.
async fn forward_connection(
    browser: TcpStream,
    backend: u16,
    mut traffic: watch::Receiver<Traffic>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
) {
    let Ok(backend) = TcpStream::connect((Ipv4Addr::LOCALHOST, backend)).await else { return };
    let (from_browser, to_browser) = browser.into_split();
    let (from_backend, to_backend) = backend.into_split();
    let traffic_of_requests = traffic.clone();
    tokio::select! {
        () = forward_requests(from_browser, to_backend, traffic_of_requests, blocked) => {}
        () = forward_responses(from_backend, to_browser, without_cookies) => {}
        _ = traffic.wait_for(|traffic| *traffic == Traffic::None) => {}
    }
}

async fn forward_requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    traffic: watch::Receiver<Traffic>,
    blocked: Blocked,
) {
    let mut piece = [0_u8; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let piece = &piece[..length];
        if *traffic.borrow() != Traffic::All || is_blocked(piece, &blocked) {
            return;
        }
        if to.write_all(piece).await.is_err() {
            return;
        }
    }
}

async fn forward_responses(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    without_cookies: Arc<AtomicBool>,
) {
    const COOKIE: &[u8] = b"set-cookie:";
    let mut piece = [0_u8; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let piece = &mut piece[..length];
        if without_cookies.load(Ordering::Relaxed) {
            let start = piece.windows(COOKIE.len()).position(|part| part.eq_ignore_ascii_case(COOKIE));
            // Changes the name of the header and keeps its length. The head of a response arrives in one piece.
            if let Some(letter) = start.and_then(|start| piece.get_mut(start)) {
                *letter = b'x';
            }
        }
        if to.write_all(piece).await.is_err() {
            return;
        }
    }
}

/// Whether the URL in the first line of a request is blocked. Browsers send the head of a request in one piece.
fn is_blocked(request: &[u8], blocked: &Blocked) -> bool {
    let line = request.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let blocked = blocked.lock().unwrap_or_else(PoisonError::into_inner);
    blocked.is_some_and(|part| String::from_utf8_lossy(line).contains(part))
}
