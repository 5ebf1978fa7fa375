//! A limit on guessing promotion codes: per person, per organization, and over all.

use billing::Instant;
use contract::ProblemCode;

use crate::app::AppState;
use crate::error::Refusal;
use crate::store::refused_codes::{add, count};

const WINDOW_SECONDS: i64 = 900;
const PER_PERSON: i64 = 10;
const PER_ORGANIZATION: i64 = 20;
const OVER_ALL: i64 = 500;

fn scopes(person: &str, organization: i64) -> [(String, i64); 3] {
    [
        (format!("person {person}"), PER_PERSON),
        (format!("organization {organization}"), PER_ORGANIZATION),
        ("everybody".to_owned(), OVER_ALL),
    ]
}

/// Lets another code be tried.
///
/// # Errors
/// 429 with the seconds to wait, whether or not the code would be good: else the limit would tell good ones apart.
pub async fn allow(state: &AppState, person: &str, organization: i64) -> Result<(), Refusal> {
    let now = state.clock.now();
    let mut reader = state.store.reader().await?;
    for (scope, most) in scopes(person, organization) {
        let Some(codes) = count(&mut reader, &scope).await?.filter(|codes| codes.refused >= most) else {
            continue;
        };
        let elapsed = now.seconds_since(codes.window_start);
        // A window in the future was written before the sandbox's clock was set back.
        if !(0..WINDOW_SECONDS).contains(&elapsed) {
            continue;
        }
        tracing::warn!(organization, person, scope, alarm = true, "too many refused promotion codes");
        let wait = u64::try_from(WINDOW_SECONDS.saturating_sub(elapsed)).unwrap_or(1);
        return Err(Refusal::new(ProblemCode::RateLimited)
            .detail("Too many promotion codes were refused. You can pay without one, or try again later.")
            .retry_after(wait));
    }
    Ok(())
}

/// Counts a code that was refused.
///
/// # Errors
/// The database's.
pub async fn refused(state: &AppState, person: &str, organization: i64) -> Result<(), Refusal> {
    let now = state.clock.now();
    state.metrics.promotion_codes_refused.inc();
    let stale = now.checked_add_seconds(-WINDOW_SECONDS).or(Instant::from_epoch_seconds(0)).unwrap_or(now);
    let mut transaction = state.store.begin().await?;
    for (scope, _) in scopes(person, organization) {
        add(&mut transaction, &scope, now, stale).await?;
    }
    transaction.commit().await?;
    Ok(())
}
