//! Limits on guessing promotion codes, per person and per organization.
//!
//! A guess is counted in the transaction that looks the code up, before the lookup: parallel requests and several
//! instances share one count. The transaction is rolled back when the code is accepted.
//!
//! When all organizations together guess too much, each organization has a smaller allowance. Nobody is locked out by
//! the guesses of others.

use billing::Instant;
use contract::ProblemCode;
use sqlx::SqliteConnection;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::rate_limits::{self, Limit};
use crate::store::{StoreError, Transaction};

const PER_PERSON: Limit = Limit { purpose: "code_person", burst: 10, interval_seconds: 90 };
const PER_ORGANIZATION: Limit = Limit { purpose: "code_organization", burst: 20, interval_seconds: 45 };
const OVERALL: Limit = Limit { purpose: "code_overall", burst: 500, interval_seconds: 2 };
/// The allowance of an organization while the overall one is used up.
const UNDER_ATTACK: Limit = Limit { purpose: "code_under_attack", burst: 3, interval_seconds: 300 };
/// How often the alarm is repeated while the attack lasts.
const ALARM: Limit = Limit { purpose: "code_alarm", burst: 1, interval_seconds: 3_600 };
const EVERYBODY: &str = "everybody";

/// A promotion code that is being looked up and counts as refused until its transaction is rolled back.
#[derive(Debug)]
pub struct Guess {
    now: Instant,
    under_attack: bool,
}

/// Begins a transaction in which the next promotion code counts as refused. Look the code up in it, then drop it when
/// the code is accepted, or pass it to [`Guess::refused`].
///
/// # Errors
/// 429 with the seconds to wait, whether or not the code exists: otherwise the limit would reveal which ones do.
pub async fn reserve(
    state: &AppState,
    person: &str,
    organization: i64,
) -> Result<(Transaction, Guess), Refusal> {
    let now = state.clock.now();
    let scope = organization.to_string();
    // Those who have to wait anyway do not queue for the writing connection.
    let wait = look(&mut *state.store.reader().await?, person, &scope, now).await?;
    if let Some(seconds) = wait {
        return Err(limited(organization, person, seconds));
    }
    let mut transaction = state.store.begin().await?;
    let conn = &mut *transaction;
    let mut wait = rate_limits::take(conn, PER_PERSON, person, now).await?;
    wait = wait.max(rate_limits::take(conn, PER_ORGANIZATION, &scope, now).await?);
    let under_attack = rate_limits::take(conn, OVERALL, EVERYBODY, now).await?.is_some();
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
    /// Counts the refused code.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn refused(self, state: &AppState, mut transaction: Transaction) -> Result<(), StoreError> {
        state.metrics.promotion_codes_refused.inc();
        let repeated = !self.under_attack
            || rate_limits::take(&mut transaction, ALARM, EVERYBODY, self.now).await?.is_some();
        transaction.commit().await?;
        if !repeated {
            let cause = "all organizations together guess too many promotion codes";
            state.alarms.raise(Alarm::PromotionCodeGuessing, "all organizations", &cause);
        }
        Ok(())
    }
}

async fn look(
    conn: &mut SqliteConnection,
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
