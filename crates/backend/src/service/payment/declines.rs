//! A limit on declined payments, against testing stolen cards.

use billing::Instant;
use contract::ProblemCode;
use sqlx::SqliteConnection;

use super::call::Call;
use super::refused::Refused;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{nth_decline_of_organization, nth_decline_of_person};

const WINDOW_SECONDS: i64 = 3_600;
const MOST_PER_PERSON: i64 = 5;
const MOST_PER_ORGANIZATION: i64 = 10;

/// Refuses a payment after too many declines. The attempts themselves are counted, in the transaction that claims the
/// next one, so a payment that is canceled or succeeds never counts.
///
/// # Errors
/// 429 `too_many_declines`; the key is not claimed.
pub async fn check(
    state: &AppState,
    connection: &mut SqliteConnection,
    call: &Call,
    now: Instant,
) -> Result<(), Refused> {
    let after = now.epoch_seconds() - WINDOW_SECONDS;
    let by_person = nth_decline_of_person(connection, &call.user.id, after, now, MOST_PER_PERSON).await?;
    let by_organization =
        nth_decline_of_organization(connection, call.organization, after, now, MOST_PER_ORGANIZATION).await?;
    let Some(declined_at) = by_person.max(by_organization) else { return Ok(()) };
    state.metrics.payments_limited.inc("declines");
    tracing::warn!(organization = call.organization, person = call.user.id, "too many declined payments");
    let wait = declined_at.epoch_seconds() - after;
    Err(Refusal::new(ProblemCode::TooManyDeclines)
        .retry_after(u64::try_from(wait).unwrap_or(1).max(1))
        .into())
}
