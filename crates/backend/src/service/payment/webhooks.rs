use contract::ProblemCode;
use serde::Deserialize;

use super::attempt::refresh;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::renewals;
use crate::store::{attempts, inbound_events, renewals as stored_renewals};

const BY: &str = "gateway event";
/// `Retry-After` for an event that could not be processed, in seconds.
const RETRY_SECONDS: u64 = 30;

/// A gateway event. Its claims are not trusted: the current state is requested from the gateway.
#[derive(Clone, Debug, Deserialize)]
pub struct GatewayEvent {
    /// Unique. A redelivered event has the same id.
    pub id: String,
    /// The gateway's event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The subject of the event.
    pub data: EventSubject,
}

/// The subject of an event.
#[derive(Clone, Debug, Deserialize)]
pub struct EventSubject {
    /// The intent.
    pub object: EventObject,
}

/// An intent, as named by an event.
#[derive(Clone, Debug, Deserialize)]
pub struct EventObject {
    /// The intent's id at the gateway.
    pub id: String,
}

/// Verifies a webhook and refreshes the payment that it concerns, once per event.
///
/// # Errors
/// 400 for an invalid or old signature, 400 for an invalid body, and 503 when the database or the gateway fails. The
/// gateway retries after a 503.
pub async fn receive(state: &AppState, signature: Option<&str>, body: &[u8]) -> Result<(), Refusal> {
    let now = state.clock.now();
    let verified = state.event_secret.as_ref().is_some_and(|secret| {
        signature.is_some_and(|header| secret.verifies(header, body, now.epoch_seconds()))
    });
    if !verified {
        tracing::warn!("rejected a webhook with an invalid signature");
        return Err(Refusal::new(ProblemCode::ParameterInvalid).detail("The signature is invalid."));
    }
    let event: GatewayEvent = serde_json::from_slice(body)
        .map_err(|_| Refusal::new(ProblemCode::BodyUnreadable).detail("The body is not a valid event."))?;
    let mut reader = state.store.reader().await?;
    let intent = &event.data.object.id;
    if inbound_events::is_known(&mut reader, &event.id).await? {
        return Ok(());
    }
    let attempt = attempts::by_intent(&mut reader, intent).await?;
    let renewal = stored_renewals::charging_intent(&mut reader, intent).await?;
    drop(reader);
    // A payment whose request or worker is still running settles without this check, which must not interfere.
    let is_answered = match (attempt, renewal) {
        (Some(attempt), _) => {
            let failed_checks = attempt.failed_checks;
            refresh(state, attempt, BY).await?.failed_checks <= failed_checks
        }
        (None, Some(organization)) => renewals::check_intent(state, organization, intent).await?,
        (None, None) => {
            tracing::info!(intent, kind = event.kind, "a webhook concerns no open payment");
            true
        }
    };
    if !is_answered {
        tracing::warn!(intent, "a webhook could not be processed: the gateway did not respond");
        return Err(Refusal::new(ProblemCode::GatewayUnavailable).retry_after(RETRY_SECONDS));
    }
    let mut transaction = state.store.begin().await?;
    inbound_events::note(&mut transaction, &event.id, &event.kind, intent, now).await?;
    transaction.commit().await?;
    Ok(())
}
