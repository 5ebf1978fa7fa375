use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{Request, Version};

/// Whether a request has exactly one host (RFC 9112 section 3.2, RFC 9113 section 8.3.1).
pub fn has_one_host<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let authority = request.uri().authority();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            let Ok(host) = Authority::try_from(host.as_bytes()) else { return false };
            request.version() != Version::HTTP_2 || authority.is_none_or(|authority| *authority == host)
        }
        (None, None) => request.version() == Version::HTTP_2 && authority.is_some(),
        _ => false,
    }
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
        assert!(!request(version, "/", &[]));
    }
}
