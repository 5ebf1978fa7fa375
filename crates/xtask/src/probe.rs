//! Asks a local server whether it is up, with the few bytes of HTTP that takes.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes of an answer that are read.
const LONGEST: u64 = 16_384;

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

/// The answer to a POST of JSON from a page of the server's own origin, head and body; `None` when there is none.
pub fn post(port: u16, path: &str, json: &str) -> Option<String> {
    let length = json.len();
    exchange(
        port,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{json}"
        ),
    )
}

/// Three free ports of the loopback address; another program may take one before it is used.
pub fn free_ports() -> Option<[u16; 3]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok();
    // Bound at the same time, because the system may otherwise return the same port twice.
    let listeners = [listen()?, listen()?, listen()?];
    let [first, second, third] = listeners.each_ref().map(|listener| listener.local_addr().ok());
    Some([first?.port(), second?.port(), third?.port()])
}

fn get(port: u16, path: &str) -> Option<String> {
    exchange(
        port,
        &format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        ),
    )
}

fn exchange(port: u16, request: &str) -> Option<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // Nothing asked for here is longer, and what arrived before the connection broke is an answer too.
    let _ = stream.take(LONGEST).read_to_end(&mut answer);
    Some(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::{answers, free_port, free_ports, is_free, post};

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
    fn the_answer_to_a_post_is_handed_back_with_its_head() {
        let (port, server) = answering_once("HTTP/1.1 204 No Content\r\nset-cookie: a=b\r\n\r\n");

        assert!(post(port, "/session", "{}").is_some_and(|answer| answer.contains("set-cookie: a=b")));
        server.join().unwrap();
    }

    #[test]
    fn free_ports_are_distinct_and_free() {
        let [first, second, third] = free_ports().unwrap();

        assert!(first != second && second != third && first != third);
        assert!([first, second, third].into_iter().all(is_free));
    }

    #[test]
    fn a_port_somebody_listens_on_is_not_free() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();

        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
