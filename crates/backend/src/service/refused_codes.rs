//! Limits on guessing promotion codes, per person and per organization.
//!
//! An attempted code is counted in the transaction that looks it up, before the lookup, so that parallel requests and
//! several instances share one count. The transaction is rolled back when the code is accepted.
//!
//! When the guesses of all organizations together exceed a limit, each organization gets a smaller allowance. Guesses
//! of one organization never lock out another.

use billing::Instant;
use contract::ProblemCode;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::Connection;
use crate::store::rate_limits::{self, Limit};
use crate::store::{StoreError, Transaction};

const PER_PERSON: Limit = Limit { purpose: "code_person", burst: 10, interval_seconds: 90 };
const PER_ORGANIZATION: Limit = Limit { purpose: "code_organization", burst: 20, interval_seconds: 45 };
const OVERALL: Limit = Limit { purpose: "code_overall", burst: 500, interval_seconds: 2 };
/// The allowance of an organization while the overall limit is exceeded.
const UNDER_ATTACK: Limit = Limit { purpose: "code_under_attack", burst: 3, interval_seconds: 300 };
/// Limits how often the alarm is repeated during an attack.
const ALARM: Limit = Limit { purpose: "code_alarm", burst: 1, interval_seconds: 3_600 };
const ALL: &str = "everybody";

/// A promotion code that is being looked up. It counts as refused until its transaction is rolled back.
#[derive(Debug)]
pub struct Guess {
    now: Instant,
    under_attack: bool,
}

/// Begins a transaction in which the next promotion code counts as refused. The caller looks
/// up the code in this transaction, then drops it if the code is accepted, or passes it to [`Guess::refused`] if not.
///
/// # Errors
/// 429 with the seconds to wait, whether or not the code exists. Otherwise the limit would reveal which codes exist.
pub async fn reserve(
    state: &AppState,
    person: &str,
    organization: i64,
) -> Result<(Transaction, Guess), Refusal> {
    let now = state.clock.now();
    let scope = organization.to_string();
    // Requests that must wait anyway do not queue for the write connection.
    let wait = read_wait(&mut *state.store.reader().await?, person, &scope, now).await?;
    if let Some(seconds) = wait {
        return Err(limited(organization, person, seconds));
    }
    let mut transaction = state.store.begin().await?;
    let conn = &mut *transaction;
    let mut wait = rate_limits::take(conn, PER_PERSON, person, now).await?;
    wait = wait.max(rate_limits::take(conn, PER_ORGANIZATION, &scope, now).await?);
    let under_attack = rate_limits::take(conn, OVERALL, ALL, now).await?.is_some();
    if under_attack {
        wait = wait.max(rate_limits::take(conn, UNDER_ATTACK, &scope, now).await?);
    }
    match wait {
        None => Ok((transaction, Guess { now, under_attack })),
        Some(seconds) => {
            transaction.rollback().await?;
            Err(limited(organization, person, seconds))
        }
    }
}

impl Guess {
    /// Commits the count of the refused code, and raises the alarm during an attack.
    pub async fn refused(self, state: &AppState, mut transaction: Transaction) -> Result<(), StoreError> {
        state.metrics.promotion_codes_refused.inc();
        let skip_alarm =
            !self.under_attack || rate_limits::take(&mut transaction, ALARM, ALL, self.now).await?.is_some();
        transaction.commit().await?;
        if !skip_alarm {
            let cause = "too many promotion code guesses across all organizations";
            state.alarms.raise(Alarm::PromotionCodeGuessing, "all organizations", &cause);
        }
        Ok(())
    }
}

/// The seconds to wait by the limits per person and per organization, without counting a guess.
async fn read_wait(
    conn: &mut Connection,
    person: &str,
    organization: &str,
    now: Instant,
) -> Result<Option<u64>, StoreError> {
    let wait = rate_limits::wait(conn, PER_PERSON, person, now).await?;
    Ok(wait.max(rate_limits::wait(conn, PER_ORGANIZATION, organization, now).await?))
}

fn limited(organization: i64, person: &str, seconds: u64) -> Refusal {
    tracing::warn!(organization, person, "too many refused promotion codes");
    Refusal::new(ProblemCode::RateLimited)
        .detail("Too many promotion codes were refused. Continue without a code, or try again later.")
        .retry_after(seconds)
}
