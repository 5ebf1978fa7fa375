//! Asks a local server whether it is up, with the few bytes of HTTP that takes.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(2);

/// Whether nobody listens on the port of the loopback address.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// A port of the loopback address that nobody listens on now.
pub fn free_port() -> Option<u16> {
    Some(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?.local_addr().ok()?.port())
}

/// Whether a GET of the path is answered with 200.
pub fn answers(port: u16, path: &str) -> bool {
    get(port, path).is_some_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}

fn get(port: u16, path: &str) -> Option<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut head = [0_u8; 64];
    let length = stream.read(&mut head).ok()?;
    Some(String::from_utf8_lossy(head.get(..length)?).into_owned())
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::{answers, free_port, is_free};

    fn answering_once(with: &'static str) -> (u16, thread::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 512]);
            stream.write_all(with.as_bytes()).unwrap();
        });
        (port, server)
    }

    #[test]
    fn a_server_that_says_ok_is_up() {
        let (port, server) = answering_once("HTTP/1.1 200 OK\r\n\r\n");

        assert!(answers(port, "/health/ready"));
        server.join().unwrap();
    }

    #[test]
    fn a_server_that_says_unavailable_is_not_up() {
        let (port, server) = answering_once("HTTP/1.1 503 Service Unavailable\r\n\r\n");

        assert!(!answers(port, "/health/ready"));
        server.join().unwrap();
    }

    #[test]
    fn a_free_port_is_free() {
        assert!(is_free(free_port().unwrap()));
    }

    #[test]
    fn a_port_somebody_listens_on_is_not_free() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();

        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
