use axum::http::StatusCode;
use billing::{Promotion, PromotionCode, QuoteError};
use contract::PromotionCheck;
use sqlx::SqliteConnection;

use super::{refused_codes, renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::people::UserRow;
use crate::store::promotions;

/// The terms of a code, if it may be used for these sessions and this cycle now; without its counters.
///
/// # Errors
/// 404 for an unknown, disabled or foreign code, 409 with the reason for any other, 429 after too many of them.
pub async fn check(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    asked: &PromotionCheck,
) -> Result<Promotion, Refusal> {
    renewals::book_due(state, organization).await?;
    if !(1..=billing::MAX_SESSIONS).contains(&asked.sessions) {
        return Err(Refusal::new(QuoteError::SessionsOutOfRange).field("sessions", "sessions_out_of_range"));
    }
    let (mut transaction, guess) = refused_codes::reserve(state, &user.id, organization).await?;
    match find(&mut transaction, state, organization, asked).await? {
        Ok(promotion) => Ok(promotion.without_counters()),
        Err(error) => {
            guess.refused(state, transaction).await?;
            let status =
                if error == QuoteError::PromoUnknown { StatusCode::NOT_FOUND } else { StatusCode::CONFLICT };
            Err(Refusal::new(error).status(status).field("code", error.code()))
        }
    }
}

async fn find(
    conn: &mut SqliteConnection,
    state: &AppState,
    organization: i64,
    asked: &PromotionCheck,
) -> Result<Result<Promotion, QuoteError>, Refusal> {
    let Some(code) = PromotionCode::parse(&asked.code) else { return Ok(Err(QuoteError::PromoUnknown)) };
    let row = snapshot::load(conn, organization).await?;
    let Some(found) = promotions::find(conn, &code, organization).await? else {
        return Ok(Err(QuoteError::PromoUnknown));
    };
    let checked = found.promotion.check(&row.currency, asked.cycle, asked.sessions, state.clock.now());
    Ok(checked.map(|()| found.promotion))
}
