use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::Value;

use super::extract::{JsonBody, Refused};
use crate::calls::bank::{Decision, decide_payment};
use crate::calls::dashboard::object_json;
use crate::calls::{SetupStep, complete_session, decide_setup, expire_due_session, new_payment_method};
use crate::cards::TestCard;
use crate::records::{PaymentIntent, Session, SetupIntent};
use crate::request::ApiError;
use crate::shared_state::SharedState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletionBody {
    /// The token of a test card, such as `pm_card_visa`.
    payment_method: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    decision: Choice,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Confirm,
    Refuse,
}

/// Completes an open session with a test card, as if the customer had entered it and confirmed it with the bank.
pub async fn complete(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<CompletionBody>,
) -> Result<Json<Value>, Refused> {
    let card = TestCard::of_token(&body.payment_method)
        .ok_or_else(|| Refused::unprocessable("The payment method is not the token of a test card."))?;
    if let Some(decline) = card.setup_decline() {
        return Err(ApiError::card(decline.code(), decline.message())
            .detail("decline_code", decline.decline_code())
            .into());
    }
    let session = state
        .change(move |draft| {
            expire_due_session(draft, &id);
            let session = draft
                .current::<Session>(&id)
                .ok_or_else(|| ApiError::missing("checkout.session", &id, "session"))?;
            let method = new_payment_method(draft, card);
            match complete_session(draft, session, method) {
                SetupStep::Saved(_) => Ok(object_json(draft, &id)),
                _ => Err(ApiError::invalid("The session is complete or expired.")),
            }
        })
        .await?;
    Ok(Json(session))
}

/// Decides about a payment or a setup that requires action, as if on the bank's page.
pub async fn decide(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<DecisionBody>,
) -> Result<Json<Value>, Refused> {
    let decision = match body.decision {
        Choice::Confirm => Decision::Confirm,
        Choice::Refuse => Decision::Refuse,
    };
    let intent = state
        .change(move |draft| {
            if let Some(intent) = draft.current::<PaymentIntent>(&id) {
                decide_payment(draft, intent, decision);
            } else if let Some(intent) = draft.current::<SetupIntent>(&id) {
                let _ = decide_setup(draft, intent, decision);
            } else {
                return Err(ApiError::missing("intent", &id, "intent"));
            }
            Ok(object_json(draft, &id))
        })
        .await?;
    Ok(Json(intent))
}
