//! The networks that limits on requests apply to.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The networks that contain an address, from the narrowest to the widest.
///
/// An IPv6 customer has a /64, a /56 or a /48 and can use every /64 in it, so a limit per /64 alone would not limit
/// that customer. For IPv4, the networks are the address and its /24.
///
/// ```
/// use http_server::Networks;
///
/// let networks = Networks::of("2001:db8:1:203::1".parse().expect("an address"));
/// assert_eq!(networks.narrowest().to_string(), "2001:db8:1:203::/64");
/// assert_eq!(networks.widest().to_string(), "2001:db8:1::/48");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Networks {
    narrowest: IpNet,
    wider: Vec<IpNet>,
}

impl Networks {
    /// The networks that contain `address`.
    ///
    /// # Panics
    /// Never: the prefixes are valid.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let network = |prefix: u8| {
            let network = match address.to_canonical() {
                IpAddr::V4(address) => Ipv4Net::new(address, prefix).map(|network| network.trunc().into()),
                IpAddr::V6(address) => Ipv6Net::new(address, prefix).map(|network| network.trunc().into()),
            };
            network.expect("the prefix fits the address")
        };
        let (narrowest, wider): (u8, &[u8]) =
            if address.to_canonical().is_ipv4() { (32, &[24]) } else { (64, &[56, 48]) };
        Self { narrowest: network(narrowest), wider: wider.iter().map(|prefix| network(*prefix)).collect() }
    }

    /// The IPv4 address or the IPv6 /64.
    #[must_use]
    pub const fn narrowest(&self) -> IpNet {
        self.narrowest
    }

    /// The IPv4 /24 or the IPv6 /48, usually the largest network of one customer.
    #[must_use]
    pub fn widest(&self) -> IpNet {
        self.wider.last().copied().unwrap_or(self.narrowest)
    }

    /// The wider networks: the IPv4 /24, or the IPv6 /56 and /48.
    #[must_use]
    pub fn wider(&self) -> &[IpNet] {
        &self.wider
    }

    /// Iterates over all networks, from the narrowest to the widest.
    pub fn iter(&self) -> impl Iterator<Item = IpNet> + '_ {
        std::iter::once(self.narrowest).chain(self.wider.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        Networks::of(text.parse().unwrap()).iter().map(|network| network.to_string()).collect()
    }

    #[test]
    fn ipv6_addresses_belong_to_a_64_a_56_and_a_48() {
        let networks = ["2001:db8:1:203::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"];

        assert_eq!(of("2001:db8:1:203:4:5:6:7"), networks);
        assert_eq!(of("2001:db8:1:203::1"), networks);
        assert_eq!(of("2001:db8:1:2ff::1")[1..], networks[1..]);
        assert_eq!(of("2001:db8:1:300::1")[2..], networks[2..]);
    }

    #[test]
    fn ipv4_addresses_belong_to_themselves_and_a_24() {
        assert_eq!(of("192.0.2.1"), ["192.0.2.1/32", "192.0.2.0/24"]);
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
