//! Limits on guessing passwords. A try is counted in the database before its password is checked, so that parallel
//! requests and several instances share one count. A successful sign-in takes back its count as a failure.
//!
//! - An e-mail address from one network (an IPv4 address or an IPv6 /64): 10 failures, then a delay that doubles with
//!   each further failure.
//! - A network: 60 failures, then one every 10 seconds. An IPv6 /56 has 120, and an IPv4 /24 or an IPv6 /48 has 240.
//! - An e-mail address from one allocation, which is an IPv4 /24 or an IPv6 /48: 20 failures, then one per minute. An
//!   IPv6 /56 within it: 15, then one every 90 seconds. This is below the next limit, so that one allocation cannot use
//!   up the next limit.
//! - An e-mail address from anywhere: 30 failures, then one every 30 seconds.
//! - An e-mail address from new allocations: 20 failures, then one every 30 seconds. An allocation is new for an e-mail
//!   address for its first 3 failures, and for one more every 4 hours. This limit applies when the previous one is used
//!   up, so that the owner can sign in from a new network. Using it up for long takes more than 480 allocations.
//!
//! Only the first limit applies where the person has signed in before, so that a stranger cannot lock them out.
//! Except from the networks of its owner, a password can therefore be guessed at most 50 times at once and 240 times
//! per hour.
//!
//! Successful sign-ins are limited too, because each one computes a hash: 30 of an e-mail address, then one every 20
//! seconds. A person who has signed in from their network before has 5 more there, then one per minute, so that somebody
//! who knows the password cannot lock them out.
//!
//! All limits use the machine's clock, because guessing must be slowed in real time, not in the sandbox's.

use std::net::IpAddr;

use billing::Instant;
use http_server::Networks;
use ipnet::IpNet;

use crate::seal::fingerprint;
use crate::store::Connection;
use crate::store::StoreError;
use crate::store::rate_limits::{self, Limit};
use crate::store::sign_in_pairs::{self, Pair, PairRow};

const fn limit(purpose: &'static str, burst: i64, interval_seconds: i64) -> Limit {
    Limit { purpose, burst, interval_seconds }
}

const PER_NETWORK: Limit = limit("sign_in_network", 60, 10);
const PER_56: Limit = limit("sign_in_network_56", 120, 5);
const PER_ALLOCATION: Limit = limit("sign_in_allocation", 240, 3);
const PER_EMAIL_AND_56: Limit = limit("sign_in_email_56", 15, 90);
const PER_EMAIL_AND_ALLOCATION: Limit = limit("sign_in_email_allocation", 20, 60);
const PER_EMAIL: Limit = limit("sign_in_email", 30, 30);
/// The failures for an e-mail address during which an allocation counts as new.
const NEW_ALLOCATION: Limit = limit("sign_in_new_allocation", 3, 4 * 3_600);
const PER_EMAIL_FROM_NEW: Limit = limit("sign_in_email_new", 20, 30);
/// The successful sign-ins of an e-mail address.
const SUCCESSES: Limit = limit("sign_in_success", 30, 20);
/// The successful sign-ins of a known pair after [`SUCCESSES`] is used up.
const SUCCESSES_OF_PAIR: Limit = limit("sign_in_success_pair", 5, 60);
/// The failures of a pair before the first delay.
const FREE_FAILURES: i64 = 10;
const FIRST_DELAY_SECONDS: i64 = 5;
const LONGEST_DELAY_SECONDS: i64 = 300;
/// Failures expire this long after the latest one.
const FAILURES_KEPT_SECONDS: i64 = 3_600;
const KNOWN_SECONDS: i64 = 90 * 86_400;
const MOST_KNOWN_PER_EMAIL: i64 = 20;

/// The source and the e-mail address of a sign-in try. E-mail addresses are hashed, so that neither a memory dump nor
/// the database reveals them.
#[derive(Clone, Debug)]
pub struct Guesser {
    /// The networks that contain the IP address.
    pub networks: Networks,
    /// The pair of e-mail address and network.
    pub pair: Pair,
    /// The limits per network, and per e-mail address and network, with their scopes.
    of_networks: Vec<(Limit, String)>,
    /// The scope of the e-mail address and the allocation.
    from_allocation: String,
}

/// The decision of the limits about a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password may be checked.
    Allowed(Standing),
    /// The next try is allowed after this many seconds.
    Wait(u64),
}

/// The limit of the e-mail address that a try counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// None: this person has signed in from this network before.
    Known,
    /// The limit from anywhere.
    Stranger,
    /// The limit from new allocations.
    New,
}

#[derive(Clone, Copy)]
enum Mode {
    Read,
    Take,
}

impl Guesser {
    /// A try with an e-mail address, in lower case, from an IP address.
    #[must_use]
    pub fn new(email: &str, address: IpAddr) -> Self {
        let networks = Networks::of(address);
        let network = name(networks.narrowest());
        let with_email = |network: &str| fingerprint(&format!("{network} {email}"));
        let pair = Pair { pair: with_email(&network), email: fingerprint(email) };
        let mut of_networks = vec![(PER_NETWORK, network)];
        for wider in networks.wider() {
            let (any, one) = if *wider == networks.widest() {
                (PER_ALLOCATION, PER_EMAIL_AND_ALLOCATION)
            } else {
                (PER_56, PER_EMAIL_AND_56)
            };
            of_networks.push((any, name(*wider)));
            of_networks.push((one, with_email(&name(*wider))));
        }
        let from_allocation = with_email(&name(networks.widest()));
        Self { networks, pair, of_networks, from_allocation }
    }
}

fn name(network: IpNet) -> String {
    match network {
        IpNet::V4(network) if network.prefix_len() == 32 => network.addr().to_string(),
        network => network.to_string(),
    }
}

/// Whether a try would be allowed now. Does not count it.
pub async fn check(conn: &mut Connection, guesser: &Guesser, now: Instant) -> Result<Verdict, StoreError> {
    let row = pair(conn, guesser, now).await?;
    verdict(conn, guesser, row, Mode::Read, now).await
}

/// Counts a try as failed before its password is checked. The caller must roll back on [`Verdict::Wait`].
pub async fn reserve(conn: &mut Connection, guesser: &Guesser, now: Instant) -> Result<Verdict, StoreError> {
    let row = pair(conn, guesser, now).await?;
    let verdict = verdict(conn, guesser, row, Mode::Take, now).await?;
    if let Verdict::Allowed(_) = verdict {
        let seconds = now.epoch_seconds();
        let failures = row.failures + 1;
        let row = PairRow { failures, failed_at: seconds, blocked_until: seconds + delay(failures), ..row };
        let expires_at = (seconds + FAILURES_KEPT_SECONDS).max(row.known_until);
        sign_in_pairs::save(conn, &guesser.pair, row, expires_at, now).await?;
    }
    Ok(verdict)
}

async fn verdict(
    conn: &mut Connection,
    guesser: &Guesser,
    row: PairRow,
    mode: Mode,
    now: Instant,
) -> Result<Verdict, StoreError> {
    let successes = wait_after_successes(conn, guesser, is_known(row, now), now).await?;
    let mut wait = remaining_delay(row, now).max(successes);
    if is_known(row, now) {
        return Ok(wait.map_or(Verdict::Allowed(Standing::Known), Verdict::Wait));
    }
    for (limit, scope) in &guesser.of_networks {
        wait = wait.max(mode.apply(conn, *limit, scope, now).await?);
    }
    let is_new = mode.apply(conn, NEW_ALLOCATION, &guesser.from_allocation, now).await?.is_none();
    let email = &guesser.pair.email;
    let mut standing = Standing::Stranger;
    if let Some(seconds) = mode.apply(conn, PER_EMAIL, email, now).await? {
        let of_new =
            if is_new { mode.apply(conn, PER_EMAIL_FROM_NEW, email, now).await? } else { Some(seconds) };
        match of_new {
            None => standing = Standing::New,
            Some(of_new) => wait = wait.max(Some(seconds.min(of_new))),
        }
    }
    Ok(wait.map_or(Verdict::Allowed(standing), Verdict::Wait))
}

/// The seconds until an e-mail address may sign in again, when it has signed in often.
async fn wait_after_successes(
    conn: &mut Connection,
    guesser: &Guesser,
    known: bool,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    let of_email = rate_limits::wait(conn, SUCCESSES, &guesser.pair.email, now).await?;
    if of_email.is_none() || !known {
        return Ok(of_email);
    }
    Ok(of_email.min(rate_limits::wait(conn, SUCCESSES_OF_PAIR, &guesser.pair.pair, now).await?))
}

impl Mode {
    async fn apply(
        self,
        conn: &mut Connection,
        limit: Limit,
        scope: &str,
        now: Instant,
    ) -> Result<Option<u64>, StoreError> {
        match self {
            Self::Read => rate_limits::wait(conn, limit, scope, now).await,
            Self::Take => rate_limits::take(conn, limit, scope, now).await,
        }
    }
}

/// Takes back the count of a failure, counts a success, and stores its pair as known.
pub async fn record_success(
    conn: &mut Connection,
    guesser: &Guesser,
    standing: Standing,
    now: Instant,
) -> Result<(), StoreError> {
    let of_email = match standing {
        Standing::Known => None,
        Standing::Stranger => Some(PER_EMAIL),
        Standing::New => Some(PER_EMAIL_FROM_NEW),
    };
    if let Some(of_email) = of_email {
        for (limit, scope) in &guesser.of_networks {
            rate_limits::give_back(conn, *limit, scope).await?;
        }
        rate_limits::give_back(conn, of_email, &guesser.pair.email).await?;
        rate_limits::give_back(conn, NEW_ALLOCATION, &guesser.from_allocation).await?;
    }
    if rate_limits::take(conn, SUCCESSES, &guesser.pair.email, now).await?.is_some() {
        // The password is correct. Parallel sign-ins exceed the limit by at most the places in the queue.
        rate_limits::take(conn, SUCCESSES_OF_PAIR, &guesser.pair.pair, now).await?;
    }
    let known_until = now.epoch_seconds() + KNOWN_SECONDS;
    let known = PairRow { failures: 0, failed_at: 0, blocked_until: 0, known_until };
    sign_in_pairs::save(conn, &guesser.pair, known, known_until, now).await?;
    sign_in_pairs::keep_newest_known(conn, &guesser.pair.email, MOST_KNOWN_PER_EMAIL).await
}

async fn pair(conn: &mut Connection, guesser: &Guesser, now: Instant) -> Result<PairRow, StoreError> {
    let none = PairRow { failures: 0, failed_at: 0, blocked_until: 0, known_until: 0 };
    let row = sign_in_pairs::find(conn, &guesser.pair).await?.unwrap_or(none);
    let age = now.epoch_seconds() - row.failed_at;
    // A failure in the future was counted before the machine's clock was set back.
    let is_fresh = (0..FAILURES_KEPT_SECONDS).contains(&age);
    Ok(if is_fresh { row } else { PairRow { known_until: row.known_until, ..none } })
}

fn is_known(row: PairRow, now: Instant) -> bool {
    row.known_until > now.epoch_seconds()
}

fn remaining_delay(row: PairRow, now: Instant) -> Option<u64> {
    u64::try_from(row.blocked_until - now.epoch_seconds()).ok().filter(|wait| *wait > 0)
}

/// The delay after a number of consecutive failures, in seconds.
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
        let of = |text: &str| {
            let guesser = Guesser::new("owner@example.com", text.parse().unwrap());
            name(guesser.networks.narrowest())
        };

        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn one_allocation_has_less_than_an_email_address() {
        for limit in [PER_EMAIL_AND_56, PER_EMAIL_AND_ALLOCATION] {
            assert!(limit.burst < PER_EMAIL.burst && limit.interval_seconds > PER_EMAIL.interval_seconds);
        }
    }
}
