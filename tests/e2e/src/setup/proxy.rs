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

/// What gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Everything,
    /// Nothing new; what is under way is still answered.
    Answers,
    Nothing,
}

/// The network cable between the browser and the backend, the same for every engine, which a journey may pull.
pub struct NetworkProxy {
    reach: watch::Sender<Reach>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
    carrying: JoinHandle<()>,
}

/// A part of the addresses that do not get through.
type Blocked = Arc<Mutex<Option<&'static str>>>;

impl NetworkProxy {
    /// Lays the cable from a port that browsers come to, to the backend's.
    pub fn lay(from: TcpListener, backend: u16) -> Self {
        let (reach, reached) = watch::channel(Reach::Everything);
        let blocked = Blocked::default();
        let without_cookies = Arc::<AtomicBool>::default();
        let carrying = tokio::spawn(carry(from, backend, reached, blocked.clone(), without_cookies.clone()));
        Self { reach, blocked, without_cookies, carrying }
    }

    /// Sets what gets through from now on.
    pub fn set(&self, reach: Reach) {
        self.reach.send_replace(reach);
    }

    /// Drops every cookie that the backend sets, as a browser does that blocks cookies.
    pub fn refuse_cookies(&self) {
        self.without_cookies.store(true, Ordering::Relaxed);
    }

    /// Lets no request through whose address has this part.
    pub fn block(&self, part: Option<&'static str>) {
        *self.blocked.lock().unwrap_or_else(PoisonError::into_inner) = part;
    }
}

impl Drop for NetworkProxy {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry(
    from: TcpListener,
    backend: u16,
    reach: watch::Receiver<Reach>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
) {
    while let Ok((browser, _)) = from.accept().await {
        if *reach.borrow() == Reach::Everything {
            let (reach, blocked) = (reach.clone(), blocked.clone());
            tokio::spawn(connection(browser, backend, reach, blocked, without_cookies.clone()));
        }
    }
}

/// Carries one connection until either end closes it or the cable is pulled.
async fn connection(
    browser: TcpStream,
    backend: u16,
    mut reach: watch::Receiver<Reach>,
    blocked: Blocked,
    without_cookies: Arc<AtomicBool>,
) {
    let Ok(backend) = TcpStream::connect((Ipv4Addr::LOCALHOST, backend)).await else { return };
    let (from_browser, to_browser) = browser.into_split();
    let (from_backend, to_backend) = backend.into_split();
    let still = reach.clone();
    tokio::select! {
        () = requests(from_browser, to_backend, still, blocked) => {}
        () = answers(from_backend, to_browser, without_cookies) => {}
        _ = reach.wait_for(|reach| *reach == Reach::Nothing) => {}
    }
}

async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    reach: watch::Receiver<Reach>,
    blocked: Blocked,
) {
    let mut piece = [0_u8; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let piece = &piece[..length];
        if *reach.borrow() != Reach::Everything || is_blocked(piece, &blocked) {
            return;
        }
        if to.write_all(piece).await.is_err() {
            return;
        }
    }
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, without_cookies: Arc<AtomicBool>) {
    const COOKIE: &[u8] = b"set-cookie:";
    let mut piece = [0_u8; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let piece = &mut piece[..length];
        if without_cookies.load(Ordering::Relaxed) {
            let start = piece.windows(COOKIE.len()).position(|part| part.eq_ignore_ascii_case(COOKIE));
            // Another name of the same length: the head of an answer comes in one piece.
            if let Some(letter) = start.and_then(|start| piece.get_mut(start)) {
                *letter = b'x';
            }
        }
        if to.write_all(piece).await.is_err() {
            return;
        }
    }
}

/// Browsers send the head of a request at once, its address in the first line.
fn is_blocked(request: &[u8], blocked: &Blocked) -> bool {
    let line = request.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let blocked = blocked.lock().unwrap_or_else(PoisonError::into_inner);
    blocked.is_some_and(|part| String::from_utf8_lossy(line).contains(part))
}
