use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::service::seal::fingerprint;

const WINDOW: Duration = Duration::from_secs(15 * 60);
const PER_EMAIL: u32 = 10;
const PER_ADDRESS: u32 = 60;
/// Scopes remembered at once; beyond it those whose window has passed are forgotten.
const MOST_SCOPES: usize = 20_000;

/// Failed sign-ins per e-mail address and per network address.
///
/// Kept in memory and by the machine's own time: guessing is slowed by real minutes, whatever the sandbox's clock says.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<String, Failures>>);

#[derive(Debug)]
struct Failures {
    since: Instant,
    count: u32,
}

impl Limits {
    /// `None` when another try is allowed, else the seconds to wait.
    #[must_use]
    pub fn wait(&self, email: &str, address: IpAddr, now: Instant) -> Option<u64> {
        let scopes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |scope: &str, most: u32| {
            let failures = scopes.get(scope).filter(|failures| failures.count >= most)?;
            let left = WINDOW.checked_sub(now.duration_since(failures.since))?;
            (!left.is_zero()).then(|| left.as_secs().max(1))
        };
        left(&of_email(email), PER_EMAIL).max(left(&of_address(address), PER_ADDRESS))
    }

    /// Counts a failed sign-in.
    pub fn failed(&self, email: &str, address: IpAddr, now: Instant) {
        let mut scopes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if scopes.len() > MOST_SCOPES {
            scopes.retain(|_, failures| now.duration_since(failures.since) < WINDOW);
        }
        for scope in [of_email(email), of_address(address)] {
            let failures = scopes.entry(scope).or_insert(Failures { since: now, count: 0 });
            if now.duration_since(failures.since) >= WINDOW {
                *failures = Failures { since: now, count: 0 };
            }
            failures.count = failures.count.saturating_add(1);
        }
    }
}

/// Hashed, so that no memory dump lists who was tried, and a long address takes no more room than a short one.
fn of_email(email: &str) -> String {
    fingerprint(email)
}

fn of_address(address: IpAddr) -> String {
    format!("address {address}")
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))
    }

    #[test]
    fn one_email_is_tried_ten_times_a_quarter_hour_wherever_from() {
        let (limits, start) = (Limits::default(), Instant::now());

        for try_number in 0..10 {
            assert_eq!(limits.wait("a@example.com", address(try_number), start), None);
            limits.failed("a@example.com", address(try_number), start);
        }

        assert_eq!(limits.wait("a@example.com", address(99), start), Some(900));
        assert_eq!(limits.wait("b@example.com", address(99), start), None);
        assert_eq!(limits.wait("a@example.com", address(99), start + WINDOW), None);
    }

    #[test]
    fn one_address_is_stopped_whatever_it_tries() {
        let (limits, start) = (Limits::default(), Instant::now());

        for try_number in 0..60 {
            limits.failed(&format!("{try_number}@example.com"), address(1), start);
        }

        assert!(limits.wait("new@example.com", address(1), start).is_some());
        assert_eq!(limits.wait("new@example.com", address(2), start), None);
    }
}
