//! A minimal HTTP client to check local servers, and functions to find free ports.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

/// Timeout to connect, and to read a response.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Maximum number of bytes to read from a response.
const MAX_RESPONSE_BYTES: u64 = 16_384;

/// Returns whether the port on the loopback address is free.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Returns a free port on the loopback address.
pub fn free_port() -> Option<u16> {
    Some(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?.local_addr().ok()?.port())
}

/// Returns whether a GET request for the path returns 200.
pub fn answers(port: u16, path: &str) -> bool {
    get(port, path).is_some_and(|response| response.split_whitespace().nth(1) == Some("200"))
}

/// Sends a POST request with JSON from the server's origin. Returns the head and body of the response, or `None` if the
/// server does not respond.
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

/// Returns three free ports on the loopback address. Another program can take one before it is used.
pub fn free_ports() -> Option<[u16; 3]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok();
    // Bind all ports at the same time, because the system could otherwise return the same port twice.
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
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).ok()?;
    stream.set_read_timeout(Some(TIMEOUT)).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut response = Vec::new();
    // The requested responses are shorter. A partial response is also a response, so ignore a connection error.
    let _ = stream.take(MAX_RESPONSE_BYTES).read_to_end(&mut response);
    Some(String::from_utf8_lossy(&response).into_owned())
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::{answers, free_port, free_ports, is_free, post};

    fn respond_once(response: &'static str) -> (u16, thread::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 512]);
            stream.write_all(response.as_bytes()).unwrap();
        });
        (port, server)
    }

    #[test]
    fn status_200_means_the_server_is_up() {
        let (port, server) = respond_once("HTTP/1.1 200 OK\r\n\r\n");

        assert!(answers(port, "/health/ready"));
        server.join().unwrap();
    }

    #[test]
    fn status_503_means_the_server_is_not_up() {
        let (port, server) = respond_once("HTTP/1.1 503 Service Unavailable\r\n\r\n");

        assert!(!answers(port, "/health/ready"));
        server.join().unwrap();
    }

    #[test]
    fn free_port_is_free() {
        assert!(is_free(free_port().unwrap()));
    }

    #[test]
    fn post_returns_the_head_of_the_response() {
        let (port, server) = respond_once("HTTP/1.1 204 No Content\r\nset-cookie: a=b\r\n\r\n");

        assert!(post(port, "/session", "{}").is_some_and(|response| response.contains("set-cookie: a=b")));
        server.join().unwrap();
    }

    #[test]
    fn free_ports_are_distinct_and_free() {
        let [first, second, third] = free_ports().unwrap();

        assert!(first != second && second != third && first != third);
        assert!([first, second, third].into_iter().all(is_free));
    }

    #[test]
    fn port_in_use_is_not_free() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();

        assert!(!is_free(listener.local_addr().unwrap().port()));
    }
}
