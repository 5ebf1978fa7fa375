//! Limits on guessing passwords. A try is counted in the database before its password is checked, so that parallel
//! requests and several instances share one count; a success takes its own count back.
//!
//! - An e-mail address tried from one network: ten failures, then a delay that doubles with each further failure.
//! - A network (an IPv4 address, or the /64 of an IPv6 address): a burst, then a slow rate.
//! - An e-mail address tried from anywhere: a looser burst, then a slow rate. It does not apply where the person has
//!   signed in before, so a stranger cannot lock them out.
//!
//! All of them use the machine's clock: guessing is slowed by real minutes, whatever the sandbox's clock shows.

use std::net::{IpAddr, Ipv6Addr};

use billing::Instant;
use sqlx::SqliteConnection;

use crate::service::seal::fingerprint;
use crate::store::StoreError;
use crate::store::rate_limits::{self, Limit};
use crate::store::sign_in_pairs::{self, Pair, PairRow};

const PER_NETWORK: Limit = Limit { purpose: "sign_in_network", burst: 60, interval_seconds: 10 };
const PER_EMAIL: Limit = Limit { purpose: "sign_in_email", burst: 30, interval_seconds: 30 };
/// Failures of a pair that have no delay.
const FREE_FAILURES: i64 = 10;
const FIRST_DELAY_SECONDS: i64 = 5;
const LONGEST_DELAY_SECONDS: i64 = 300;
/// Failures are forgotten this long after the latest.
const FAILURES_KEPT_SECONDS: i64 = 3_600;
const KNOWN_SECONDS: i64 = 90 * 86_400;
const MOST_KNOWN_PER_EMAIL: i64 = 20;

/// Who signs in from where. E-mail addresses are hashed, so that neither a memory dump nor the database lists who was
/// tried.
#[derive(Clone, Debug)]
pub struct Guesser {
    /// The IPv4 address or the /64 of the IPv6 address.
    pub network: String,
    /// The e-mail address tried from there.
    pub pair: Pair,
}

/// What the limits say about a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password may be checked. `known`: this person has signed in from this network before.
    Allowed {
        /// Whether an earlier sign-in with this pair succeeded.
        known: bool,
    },
    /// The next try is allowed after so many seconds.
    Wait(u64),
}

impl Guesser {
    /// An e-mail address, in lower case, tried from an address.
    #[must_use]
    pub fn new(email: &str, address: IpAddr) -> Self {
        let network = network(address);
        let pair = Pair { pair: fingerprint(&format!("{network} {email}")), email: fingerprint(email) };
        Self { network, pair }
    }
}

/// One IPv6 customer usually has a whole /64.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let prefix = Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64));
            format!("{prefix}/64")
        }
    }
}

/// Whether a try would be allowed now. Counts nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn look(
    conn: &mut SqliteConnection,
    guesser: &Guesser,
    now: Instant,
) -> Result<Verdict, StoreError> {
    let row = pair(conn, guesser, now).await?;
    let known = is_known(row, now);
    let mut wait = blocked(row, now);
    wait = wait.max(rate_limits::wait(conn, PER_NETWORK, &guesser.network, now).await?.filter(|_| !known));
    wait = wait.max(rate_limits::wait(conn, PER_EMAIL, &guesser.pair.email, now).await?.filter(|_| !known));
    Ok(wait.map_or(Verdict::Allowed { known }, Verdict::Wait))
}

/// Counts a try as failed before its password is checked. When the verdict is to wait, the caller must roll back.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn reserve(
    conn: &mut SqliteConnection,
    guesser: &Guesser,
    now: Instant,
) -> Result<Verdict, StoreError> {
    let row = pair(conn, guesser, now).await?;
    let known = is_known(row, now);
    let mut wait = blocked(row, now);
    if !known {
        wait = wait.max(rate_limits::take(conn, PER_NETWORK, &guesser.network, now).await?);
        wait = wait.max(rate_limits::take(conn, PER_EMAIL, &guesser.pair.email, now).await?);
    }
    if let Some(seconds) = wait {
        return Ok(Verdict::Wait(seconds));
    }
    let seconds = now.epoch_seconds();
    let failures = row.failures + 1;
    let counted = PairRow { failures, failed_at: seconds, blocked_until: seconds + delay(failures), ..row };
    let expires_at = (seconds + FAILURES_KEPT_SECONDS).max(row.known_until);
    sign_in_pairs::save(conn, &guesser.pair, counted, expires_at, now).await?;
    Ok(Verdict::Allowed { known })
}

/// Takes the count of a successful sign-in back and makes its pair known.
///
/// # Errors
/// When the database cannot be written.
pub async fn succeeded(
    conn: &mut SqliteConnection,
    guesser: &Guesser,
    was_known: bool,
    now: Instant,
) -> Result<(), StoreError> {
    if !was_known {
        rate_limits::give_back(conn, PER_NETWORK, &guesser.network).await?;
        rate_limits::give_back(conn, PER_EMAIL, &guesser.pair.email).await?;
    }
    let known_until = now.epoch_seconds() + KNOWN_SECONDS;
    let known = PairRow { failures: 0, failed_at: 0, blocked_until: 0, known_until };
    sign_in_pairs::save(conn, &guesser.pair, known, known_until, now).await?;
    sign_in_pairs::keep_newest_known(conn, &guesser.pair.email, MOST_KNOWN_PER_EMAIL).await
}

async fn pair(conn: &mut SqliteConnection, guesser: &Guesser, now: Instant) -> Result<PairRow, StoreError> {
    let none = PairRow { failures: 0, failed_at: 0, blocked_until: 0, known_until: 0 };
    let row = sign_in_pairs::find(conn, &guesser.pair).await?.unwrap_or(none);
    let age = now.epoch_seconds() - row.failed_at;
    // A failure in the future was counted before the machine's clock was set back.
    let fresh = (0..FAILURES_KEPT_SECONDS).contains(&age);
    Ok(if fresh { row } else { PairRow { known_until: row.known_until, ..none } })
}

fn is_known(row: PairRow, now: Instant) -> bool {
    row.known_until > now.epoch_seconds()
}

fn blocked(row: PairRow, now: Instant) -> Option<u64> {
    u64::try_from(row.blocked_until - now.epoch_seconds()).ok().filter(|wait| *wait > 0)
}

/// The seconds to wait after so many failures in a row.
fn delay(failures: i64) -> i64 {
    let doublings = u32::try_from(failures - FREE_FAILURES).ok();
    doublings.map_or(0, |doublings| {
        FIRST_DELAY_SECONDS.saturating_mul(1 << doublings.min(10)).min(LONGEST_DELAY_SECONDS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delay_starts_after_ten_failures_and_doubles_up_to_five_minutes() {
        let delays: Vec<i64> = [1, 9, 10, 11, 12, 15, 16, 17, 1_000].map(delay).into();

        assert_eq!(delays, [0, 0, 5, 10, 20, 160, 300, 300, 300]);
    }

    #[test]
    fn addresses_of_one_ipv6_customer_are_one_network() {
        let of = |text: &str| network(text.parse().unwrap());

        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
