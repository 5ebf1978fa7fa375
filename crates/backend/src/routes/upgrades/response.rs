use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use contract::{AttemptState, Decline, ProblemCode, UpgradeAnswer};

use crate::config::Config;
use crate::error::Refusal;
use crate::service::payment::PaymentResult;
use crate::store::attempts::AttemptRow;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The response to a payment request. Repeated requests for a charged attempt get a byte-for-byte identical body.
///
/// # Errors
/// 402 `payment_declined` for a declined payment.
pub fn of_payment(config: &Config, paid: PaymentResult) -> Result<Response, Refusal> {
    let (attempt, first_time) = match paid {
        PaymentResult::Attempt(attempt) => (attempt, true),
        PaymentResult::Replayed(attempt) => (attempt, false),
    };
    let mut response = match attempt.state {
        AttemptState::Charged => {
            let status = if first_time { StatusCode::CREATED } else { StatusCode::OK };
            let location = location(config, &attempt)?;
            let body = attempt.answer_body.unwrap_or_default();
            (status, [(CONTENT_TYPE, JSON), (LOCATION, location)], body).into_response()
        }
        AttemptState::Declined => return Err(declined(&attempt)),
        _ => of_attempt(
            config,
            &attempt,
            UpgradeAnswer { attempt: attempt.view(), receipt: None, subscription: None },
        )?,
    };
    if !first_time {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The response that describes an attempt: 202 while it is open, 200 when it is final.
pub fn of_attempt(config: &Config, attempt: &AttemptRow, body: UpgradeAnswer) -> Result<Response, Refusal> {
    if attempt.state.is_final() {
        return Ok(Json(body).into_response());
    }
    Ok((StatusCode::ACCEPTED, [(LOCATION, location(config, attempt)?)], Json(body)).into_response())
}

fn declined(attempt: &AttemptRow) -> Refusal {
    let class = attempt.decline.unwrap_or(contract::DeclineClass::Generic);
    Refusal::new(ProblemCode::PaymentDeclined).decline(Decline { class }).attempt(attempt.view())
}

fn location(config: &Config, attempt: &AttemptRow) -> Result<HeaderValue, Refusal> {
    let base = format!("{}{}", config.base_path, contract::paths::API_BASE);
    let testcloud = contract::paths::testcloud(attempt.organization);
    HeaderValue::try_from(format!("{base}{testcloud}/upgrades/{}", attempt.id))
        .map_err(|error| Refusal::internal(&error))
}
