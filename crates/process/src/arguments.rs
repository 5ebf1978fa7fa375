//! Parsers of command-line values, and of the errors of the command line. An error of a parser is one sentence with the
//! text and an example.

use std::time::Duration;

use billing::Instant;
use http::HeaderName;
use ipnet::IpNet;
use url::Url;

/// Parses an origin: scheme, host and port, nothing else.
pub fn origin(text: &str) -> Result<String, String> {
    let invalid = || format!("{text} is not an origin such as https://testcloud.example.com");
    let address = Url::parse(text).map_err(|_| invalid())?;
    let origin = address.origin().ascii_serialization();
    let is_web = matches!(address.scheme(), "http" | "https");
    if is_web && text.trim_end_matches('/') == origin { Ok(origin) } else { Err(invalid()) }
}

/// Parses the path that a service is served under, such as `/billing/testcloud/`. Returns it without its last slash, so
/// that the root is empty.
pub fn base_path(text: &str) -> Result<String, String> {
    let path = text.strip_suffix('/').unwrap_or(text);
    let is_segment = |segment: &str| {
        !matches!(segment, "" | "." | "..")
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    };
    let mut segments = path.split('/');
    let is_path = segments.next() == Some("") && segments.all(is_segment);
    if is_path && !text.is_empty() {
        Ok(path.to_owned())
    } else {
        Err(format!("{text} is not a path such as /billing/testcloud/"))
    }
}

/// Parses an instant such as `2026-03-16T09:30:00Z`.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| format!("{text} is not an instant such as 2026-03-16T09:30:00Z"))
}

/// Parses whole seconds from 1 to 3,600.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=3_600).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| format!("{text} is not a number of seconds from 1 to 3600"))
}

/// Parses a network of proxies: an address with a prefix length, or one address.
pub fn network(text: &str) -> Result<IpNet, String> {
    let one_address =
        || text.parse().ok().map(|address: std::net::IpAddr| IpNet::from(address.to_canonical()));
    let network = text.parse().ok().or_else(one_address);
    let network: IpNet =
        network.ok_or_else(|| format!("{text} is not a network such as 10.0.0.0/8 or 2001:db8::/32"))?;
    if network.prefix_len() == 0 {
        return Err(format!(
            "{text} contains every address, so every forwarding header would be trusted: use the proxies' network"
        ));
    }
    Ok(network)
}

/// Parses a header name.
pub fn header_name(text: &str) -> Result<HeaderName, String> {
    text.parse().map_err(|_| format!("{text} is not the name of a header such as X-Forwarded-For"))
}

/// Parses a limit from 1 to 1,000,000.
pub fn limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok().filter(|limit| (1..=1_000_000).contains(limit));
    limit.ok_or_else(|| format!("{text} is not a number from 1 to 1000000"))
}

/// Whether the host of an origin is this machine.
#[must_use]
pub fn is_loopback(origin: &str) -> bool {
    let host = Url::parse(origin).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
    host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// The first paragraph of an error of the command line, on one line, with the command that explains the options.
#[must_use]
pub fn one_sentence(error: &str, program: &str) -> String {
    let paragraph = error.trim_start_matches("error: ").split("\n\n").next().unwrap_or(error);
    let words: Vec<_> = paragraph.split_whitespace().collect();
    format!("{}; see {program} --help", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_path_has_no_last_slash_and_only_plain_segments() {
        for (text, path) in [("/", ""), ("/a/b/", "/a/b"), ("/billing-1", "/billing-1")] {
            assert_eq!(base_path(text).as_deref(), Ok(path));
        }
        for text in
            ["", "a/b", "//", "//host", "/a//b", "/a/../b", "/a b", "/a?b", "/%2e", "https://a.example/b"]
        {
            assert!(base_path(text).unwrap_err().contains("/billing/testcloud/"), "{text}");
        }
    }

    #[test]
    fn origin_has_no_path_and_a_web_scheme() {
        assert_eq!(origin("https://a.example/").as_deref(), Ok("https://a.example"));
        for wrong in ["https://a.example/app", "a.example", "ftp://a.example", "https://u@a.example", "*"] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn network_of_proxies_is_never_every_address() {
        assert_eq!(network("10.0.0.0/8").map(|network| network.to_string()).as_deref(), Ok("10.0.0.0/8"));
        assert_eq!(network("192.0.2.1").map(|network| network.to_string()).as_deref(), Ok("192.0.2.1/32"));
        for wrong in ["0.0.0.0/0", "::/0", "10.0.0.0/33", "proxy.example.com", ""] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        assert!(
            is_loopback("http://127.0.0.1:8081")
                && is_loopback("http://localhost")
                && is_loopback("http://[::1]:1")
        );
        assert!(!is_loopback("http://127.0.0.1.evil.example") && !is_loopback("http://192.0.2.1"));
    }
}
