use std::net::Ipv6Addr;

use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{Request, Version};

/// Whether a request has exactly one valid host (RFC 9112 section 3.2, RFC 9113 section 8.3.1).
pub fn has_one_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let authority = request.uri().authority();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            let Ok(host) = Authority::try_from(host.as_bytes()) else { return false };
            let is_same = authority.is_none_or(|authority| *authority == host);
            is_host(&host) && (request.version() != Version::HTTP_2 || is_same)
        }
        (None, None) => request.version() == Version::HTTP_2 && authority.is_some_and(is_host),
        _ => false,
    }
}

/// Whether an authority is a host name or an IP address, with an optional port and without user information.
fn is_host(authority: &Authority) -> bool {
    let (host, text) = (authority.host(), authority.as_str());
    let is_valid_host = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        }
    };
    // `Authority::host` skips user information, so a text with it does not start with the host.
    let is_valid_rest = match text.strip_prefix(host) {
        Some("" | ":") => true,
        // `port_u16` accepts a sign.
        Some(port) => authority.port_u16().is_some() && port[1..].bytes().all(|byte| byte.is_ascii_digit()),
        None => false,
    };
    is_valid_host && is_valid_rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(version: Version, uri: &str, hosts: &[&str]) -> bool {
        let mut request = Request::builder().version(version).uri(uri);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        has_one_host(&request.body(()).unwrap())
    }

    #[test]
    fn http1_requests_have_exactly_one_host_header() {
        for version in [Version::HTTP_10, Version::HTTP_11] {
            assert!(request(version, "/", &["a.example:80"]));
            assert!(!request(version, "/", &[]));
            assert!(!request(version, "/", &[""]));
            assert!(!request(version, "/", &["a.example", "a.example"]));
            assert!(!request(version, "/", &["a.example/path"]));
            assert!(!request(version, "http://a.example/", &[]));
        }
    }

    #[test]
    fn http2_requests_have_an_authority_or_one_equal_host_header() {
        let version = Version::HTTP_2;
        assert!(request(version, "http://a.example/", &[]));
        assert!(request(version, "http://a.example/", &["a.example"]));
        assert!(request(version, "/", &["a.example"]));
        assert!(!request(version, "http://a.example/", &["b.example"]));
        assert!(!request(version, "http://a.example/", &["a.example", "b.example"]));
        assert!(!request(version, "http://user@a.example/", &[]));
        assert!(!request(version, "/", &[]));
    }

    #[test]
    fn host_is_a_name_or_an_address_with_an_optional_port() {
        for host in
            ["a", "a_b.example", "A.example.:", "a.example:65535", "127.0.0.1:80", "[::1]", "[::1]:80"]
        {
            assert!(request(Version::HTTP_11, "/", &[host]), "{host}");
        }
        for host in [
            "user@a.example",
            "user:word@a.example:80",
            "@a.example",
            "a.example:65536",
            "a.example:99999999",
            "a.example:x",
            "a.example:+80",
            "a.example:80:80",
            "a,b",
            "a.example, b.example",
            "a;b",
            "%61.example",
            ":",
            ":80",
            "[]",
            "[::1",
            "[::1]a",
            "[a.example]",
        ] {
            assert!(!request(Version::HTTP_11, "/", &[host]), "{host}");
        }
    }
}
