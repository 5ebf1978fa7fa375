//! The reverse proxies in front of the service, and the client addresses they report.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName};
use ipnet::IpNet;

/// The proxies whose forwarding header is trusted. If there are none, forwarding headers are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxies {
    /// Networks of the proxies.
    pub trusted: Vec<IpNet>,
    /// The header that contains the client address.
    pub header: HeaderName,
    /// Whether peers that are not trusted proxies are refused. Set when the service listens on plain http beyond
    /// loopback.
    pub required: bool,
}

impl Default for Proxies {
    fn default() -> Self {
        Self { trusted: Vec::new(), header: HeaderName::from_static("x-forwarded-for"), required: false }
    }
}

impl Proxies {
    /// Whether an address belongs to a trusted proxy.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted.iter().any(|network| network.contains(&address))
    }

    /// Whether requests from this peer are accepted.
    #[must_use]
    pub fn admits(&self, peer: IpAddr) -> bool {
        !self.required || self.trusts(peer)
    }

    /// The client address: the rightmost address in the header that is not a trusted proxy.
    ///
    /// Returns the peer if it is not trusted, if the header is absent, or if an address that a trusted proxy added is
    /// malformed.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let mut lines = Vec::new();
        for value in headers.get_all(&self.header) {
            // Treat a header line that is not ASCII as one malformed address.
            lines.push(value.to_str().unwrap_or("?"));
        }
        let mut client = peer;
        // Stop at the first untrusted address: the client controls everything to its left.
        for hop in lines.join(",").rsplit(',').filter(|_| !lines.is_empty()) {
            let Some(address) = self.parse_hop(hop.trim()) else { return peer };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        client
    }

    fn parse_hop(&self, text: &str) -> Option<IpAddr> {
        if self.header != "forwarded" {
            return parse_address(text);
        }
        let mut values = text.split(';').filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            name.eq_ignore_ascii_case("for").then_some(value)
        });
        let value = values.next().filter(|_| values.next().is_none())?;
        parse_address(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
    }
}

/// The peer address of the request's connection.
#[must_use]
pub fn peer_address(extensions: &Extensions) -> IpAddr {
    let connection = extensions.get::<ConnectInfo<SocketAddr>>();
    connection.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip())
}

/// Parses an address with an optional port. An IPv6 address with a port is in brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    let host = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            is_port_or_empty(port).then_some(host)?
        }
        None => match text.split_once(':') {
            Some((host, port)) if !port.contains(':') => {
                is_port_or_empty(&format!(":{port}")).then_some(host)?
            }
            _ => text,
        },
    };
    host.parse().ok().map(|address: IpAddr| address.to_canonical())
}

fn is_port_or_empty(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(header: &'static str, peer: &str, lines: &[&'static str]) -> String {
        let trusted = ["10.0.0.0/8", "2001:db8:ffff::/48"].map(|network| network.parse().unwrap()).into();
        let proxies = Proxies { trusted, header: HeaderName::from_static(header), required: false };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        // A header that is not configured and must be ignored.
        headers.append("x-real-ip", HeaderValue::from_static("198.51.100.99"));
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn forwarding_header_of_an_untrusted_peer_is_ignored() {
        assert_eq!(client("x-forwarded-for", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        let none = Proxies::default();
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
        assert_eq!(none.client(IpAddr::from([127, 0, 0, 1]), &headers), IpAddr::from([127, 0, 0, 1]));
    }

    #[test]
    fn client_is_the_rightmost_address_that_is_not_a_trusted_proxy() {
        for (lines, expected) in [
            (&[][..], "10.0.0.1"),
            (&["198.51.100.7"], "198.51.100.7"),
            (&["203.0.113.1, 198.51.100.7"], "198.51.100.7"),
            (&["203.0.113.1", "198.51.100.7, 10.9.9.9"], "198.51.100.7"),
            (&["10.0.0.5, 198.51.100.7,10.1.1.1 , 10.2.2.2"], "198.51.100.7"),
            (&["10.0.0.5, 10.0.0.6"], "10.0.0.5"),
            (&["198.51.100.7:4711"], "198.51.100.7"),
            (&["2001:db8::7"], "2001:db8::7"),
            (&["[2001:db8::7]:443, 2001:db8:ffff::1"], "2001:db8::7"),
            (&["::ffff:198.51.100.7"], "198.51.100.7"),
            // Text to the left of the client address is ignored, so a client cannot pose as a proxy.
            (&["garbage, 198.51.100.7"], "198.51.100.7"),
            (&["garbage", "198.51.100.7"], "198.51.100.7"),
        ] {
            assert_eq!(client("x-forwarded-for", "10.0.0.1", lines), expected, "{lines:?}");
            assert_eq!(client("x-forwarded-for", "::ffff:10.0.0.1", lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn malformed_address_from_a_proxy_falls_back_to_the_peer() {
        for line in [
            "198.51.100.7, unknown",
            "198.51.100.7,",
            "",
            "198.51.100.7:port",
            "198.51.100.7:99999",
            "[2001:db8::7",
            "[2001:db8::7]x",
            "1.2.3",
            "198.51.100.7 10.0.0.1",
            "\u{661}98.51.100.7",
        ] {
            assert_eq!(client("x-forwarded-for", "10.0.0.1", &[line]), "10.0.0.1", "{line:?}");
        }
    }

    #[test]
    fn only_the_configured_header_is_read() {
        assert_eq!(client("forwarded", "10.0.0.1", &["for=198.51.100.7;proto=https"]), "198.51.100.7");
        assert_eq!(
            client(
                "forwarded",
                "10.0.0.1",
                &["for=203.0.113.1, For=\"[2001:db8::7]:443\";by=_x, for=10.0.0.9"]
            ),
            "2001:db8::7"
        );
        for malformed in
            ["for=_hidden", "by=198.51.100.7", "for=198.51.100.7;for=203.0.113.1", "198.51.100.7"]
        {
            assert_eq!(client("forwarded", "10.0.0.1", &[malformed]), "10.0.0.1", "{malformed}");
        }
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.7"));
        let proxies = Proxies {
            trusted: vec!["10.0.0.0/8".parse().unwrap()],
            header: HeaderName::from_static("x-client"),
            required: false,
        };
        assert_eq!(proxies.client(IpAddr::from([10, 0, 0, 1]), &headers), IpAddr::from([10, 0, 0, 1]));
    }
}
