use axum::http::StatusCode;
use billing::{Instant, MAX_SESSIONS, Promotion, PromotionCode, QuoteError};
use contract::{PromotionCheck, contains_card_number};

use super::{refused_codes, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::Connection;
use crate::store::people::UserRow;
use crate::store::promotions;

/// The terms of a promotion code, without its usage counters, if it is valid now for these sessions and this cycle.
///
/// A code that is refused only for these sessions or this cycle is returned with its terms too, so that the page can
/// apply it when the order changes. The terms are not secret: a check for another order returns them.
///
/// # Errors
/// 404 for a code that is unknown, disabled or not for this organization, 409 with the reason for any other refused
/// code, 422 for a card number, 429 after too many refused codes.
pub async fn check(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    request: &PromotionCheck,
) -> Result<Promotion, Refusal> {
    if !(1..=MAX_SESSIONS).contains(&request.sessions) {
        return Err(Refusal::new(QuoteError::SessionsOutOfRange).field("sessions", "sessions_out_of_range"));
    }
    if contains_card_number(&request.code) {
        return Err(Refusal::card_number_in("code"));
    }
    let (mut transaction, guess) = refused_codes::reserve(state, &user.id, organization).await?;
    match find(&mut transaction, state, organization, request).await? {
        Checked::Accepted(promotion) => Ok(promotion.without_counters()),
        Checked::Refused(error, terms) => {
            guess.refused(state, transaction).await?;
            let status =
                if error == QuoteError::PromoUnknown { StatusCode::NOT_FOUND } else { StatusCode::CONFLICT };
            let terms = terms.map(|promotion| promotion.without_counters());
            Err(Refusal::new(error).status(status).field("code", error.code()).promotion(terms))
        }
    }
}

enum Checked {
    Accepted(Promotion),
    /// With the promotion if it is valid for another order.
    Refused(QuoteError, Option<Promotion>),
}

async fn find(
    conn: &mut Connection,
    state: &AppState,
    organization: i64,
    request: &PromotionCheck,
) -> Result<Checked, Refusal> {
    let unknown = Checked::Refused(QuoteError::PromoUnknown, None);
    let Some(code) = PromotionCode::parse(&request.code) else { return Ok(unknown) };
    let row = snapshot::load(conn, organization).await?;
    let Some(found) = promotions::find(conn, &code, organization).await? else { return Ok(unknown) };
    let (promotion, now) = (found.promotion, state.clock.now());
    Ok(match promotion.check(&row.currency, request.cycle, request.sessions, now) {
        Ok(()) => Checked::Accepted(promotion),
        Err(error) => {
            let is_valid_otherwise = is_usable(&promotion, &row.currency, now);
            Checked::Refused(error, is_valid_otherwise.then_some(promotion))
        }
    })
}

/// Whether the code is valid now for any sessions and any cycle.
fn is_usable(promotion: &Promotion, currency: &str, now: Instant) -> bool {
    let accepts = |cycle| promotion.check(currency, cycle, MAX_SESSIONS, now).is_ok();
    promotion.cycles.iter().any(|cycle| accepts(*cycle))
}
