//! A limit on declined payments, against testing stolen cards.

use billing::Instant;
use contract::ProblemCode;
use sqlx::SqliteConnection;

use super::call::Call;
use super::refused::Refused;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::StoreError;
use crate::store::attempts::{nth_decline_of_organization, nth_decline_of_person, undecided_of_person};

const WINDOW_SECONDS: i64 = 3_600;
const MOST_PER_PERSON: i64 = 5;
const MOST_PER_ORGANIZATION: i64 = 10;

/// `Retry-After` of a payment that is refused because of the person's open payments, in seconds.
const UNDECIDED_RETRY_SECONDS: u64 = 10;

/// Refuses a payment after too many declines. Declined attempts are counted in the transaction that claims the next
/// one, so a canceled or successful payment never counts. An open payment may still be declined, so it uses up one of
/// the remaining declines. Parallel payments in several organizations therefore cannot exceed the limit.
///
/// # Errors
/// 429 `too_many_declines`, or 429 `rate_limited` while too many payments are open. The key is then not claimed.
pub async fn check(
    state: &AppState,
    connection: &mut SqliteConnection,
    call: &Call,
    now: Instant,
) -> Result<(), Refused> {
    let after = now.epoch_seconds() - WINDOW_SECONDS;
    if let Some(wait) = limit_of_declines(connection, &call.user.id, call.organization, now).await? {
        note_limited(state, call);
        return Err(Refusal::new(ProblemCode::TooManyDeclines)
            .retry_after(u64::try_from(wait).unwrap_or(1).max(1))
            .into());
    }
    let undecided = undecided_of_person(connection, &call.user.id).await?;
    let remaining = MOST_PER_PERSON - undecided;
    let is_full = remaining <= 0
        || nth_decline_of_person(connection, &call.user.id, after, now, remaining).await?.is_some();
    if undecided == 0 || !is_full {
        return Ok(());
    }
    note_limited(state, call);
    Err(Refusal::new(ProblemCode::RateLimited)
        .detail("Too many of your payments are in progress. Nothing was charged. Try again when one has finished.")
        .retry_after(UNDECIDED_RETRY_SECONDS)
        .into())
}

/// The seconds until a person can cause another decline in an organization. `None` if no limit is reached. Declined tries
/// of renewals count like declined payments.
pub async fn limit_of_declines(
    connection: &mut SqliteConnection,
    person: &str,
    organization: i64,
    now: Instant,
) -> Result<Option<i64>, StoreError> {
    let after = now.epoch_seconds() - WINDOW_SECONDS;
    let by_person = nth_decline_of_person(connection, person, after, now, MOST_PER_PERSON).await?;
    let by_organization =
        nth_decline_of_organization(connection, organization, after, now, MOST_PER_ORGANIZATION).await?;
    Ok(by_person.max(by_organization).map(|declined_at| declined_at.epoch_seconds() - after))
}

fn note_limited(state: &AppState, call: &Call) {
    state.metrics.payments_limited.inc("declines");
    tracing::warn!(organization = call.organization, person = call.user.id, "too many declined payments");
}
