use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;

use crate::network::Networks;

/// The limit of an address times this factor is the limit of the widest network that contains it.
const WIDEST_FACTOR: usize = 4;

/// A limit on what the clients of one network use at the same time.
///
/// The limit applies to an IPv4 address or an IPv6 /64. The limit of a /56 is twice as high, that of a /24 or a /48
/// four times as high.
#[derive(Clone, Debug)]
pub struct NetworkLimit {
    max: usize,
    counts: Arc<Mutex<HashMap<IpNet, usize>>>,
}

/// A permit for every network of an address. Dropping it releases the permit.
#[derive(Debug)]
pub struct NetworkPlace {
    networks: Networks,
    limit: NetworkLimit,
}

impl NetworkLimit {
    pub fn new(max: usize) -> Self {
        Self { max, counts: Arc::default() }
    }

    /// Takes a permit, or returns `None` if a network of the address has reached its limit.
    pub fn try_take(&self, address: IpAddr) -> Option<NetworkPlace> {
        let networks = Networks::of(address);
        let mut counts = self.counts();
        let is_free = |network: IpNet| counts.get(&network).copied().unwrap_or(0) < self.max_of(network);
        if !networks.iter().all(is_free) {
            return None;
        }
        for network in networks.iter() {
            *counts.entry(network).or_default() += 1;
        }
        Some(NetworkPlace { networks, limit: self.clone() })
    }

    fn max_of(&self, network: IpNet) -> usize {
        let factor = match (network, network.prefix_len()) {
            (IpNet::V4(_), 32) | (IpNet::V6(_), 64) => 1,
            (IpNet::V6(_), 56) => WIDEST_FACTOR / 2,
            _ => WIDEST_FACTOR,
        };
        self.max.saturating_mul(factor)
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<IpNet, usize>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for NetworkPlace {
    fn drop(&mut self) {
        let mut counts = self.limit.counts();
        for network in self.networks.iter() {
            if let Some(count) = counts.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&network);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(limit: &NetworkLimit, address: &str) -> Option<NetworkPlace> {
        limit.try_take(address.parse().unwrap())
    }

    #[test]
    fn permits_of_one_address_are_limited_and_released() {
        let limit = NetworkLimit::new(2);
        let places: Vec<_> = (0..3).map_while(|_| take(&limit, "192.0.2.1")).collect();

        assert_eq!(places.len(), 2);
        assert!(take(&limit, "192.0.2.2").is_some());
        drop(places);
        assert!(take(&limit, "192.0.2.1").is_some());
        assert!(limit.counts().is_empty());
    }

    #[test]
    fn many_networks_of_one_allocation_share_a_limit() {
        let limit = NetworkLimit::new(2);
        let count = |addresses: Vec<String>| {
            let places: Vec<_> = addresses.iter().filter_map(|address| take(&limit, address)).collect();
            places.len()
        };

        assert_eq!(count((0..100).map(|host| format!("192.0.2.{host}")).collect()), 8);
        assert_eq!(count((0..100).map(|subnet| format!("2001:db8:1:{subnet:x}::1")).collect()), 4);
        assert_eq!(count((0..100).map(|subnet| format!("2001:db8:1:{subnet:02x}00::1")).collect()), 8);
        assert!(take(&limit, "2001:db8:2::1").is_some());
    }
}
