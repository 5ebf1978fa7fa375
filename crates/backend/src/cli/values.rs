use std::time::Duration;

use billing::Instant;
use url::Url;

/// An origin: scheme, host and port, nothing else.
pub fn origin(text: &str) -> Result<String, String> {
    let says = || format!("{text} is not an origin such as https://testcloud.example.com");
    let address = Url::parse(text).map_err(|_| says())?;
    let origin = address.origin().ascii_serialization();
    let is_web = matches!(address.scheme(), "http" | "https");
    if is_web && text.trim_end_matches('/') == origin { Ok(origin) } else { Err(says()) }
}

/// An instant of the one form there is.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| format!("{text} is not an instant such as 2026-03-16T09:30:00Z"))
}

/// Whole seconds, from one to an hour.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (1..=3_600).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| format!("{text} is not a number of seconds from 1 to 3600"))
}

/// Whether an origin is reached over plain http on this very machine.
pub fn is_loopback(origin: &str) -> bool {
    let host = Url::parse(origin).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
    host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_a_web_scheme() {
        assert_eq!(origin("https://a.example/").as_deref(), Ok("https://a.example"));
        for wrong in ["https://a.example/app", "a.example", "ftp://a.example", "https://u@a.example", "*"] {
            assert!(origin(wrong).is_err(), "{wrong}");
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
