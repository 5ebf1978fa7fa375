use serde::Deserialize;
use serde_json::Value;

use super::reference::{Reference, instant, parse, web_address};
use super::{Owner, ReadError, card};
use crate::{Card, SetupSession, SetupStatus};

#[derive(Deserialize)]
struct SessionObject {
    id: String,
    mode: String,
    status: Option<String>,
    url: Option<String>,
    expires_at: i64,
    customer: Option<Reference>,
    client_reference_id: Option<String>,
    setup_intent: Option<Value>,
}

/// Reads a Checkout Session, which must be in setup mode. The card is known when the setup intent is expanded.
pub fn setup_session(value: &Value, owner: &Owner) -> Result<SetupSession, ReadError> {
    let session: SessionObject = parse(value, "checkout.session")?;
    let organization = owner.check(value)?.organization;
    let status = match session.status.as_deref() {
        Some("open") => SetupStatus::Open,
        Some("complete") => SetupStatus::Complete,
        Some("expired") => SetupStatus::Expired,
        _ => return Err(ReadError::Unreadable),
    };
    let customer = session.customer.map(Reference::into_id).ok_or(ReadError::Unreadable)?;
    if session.mode != "setup" {
        return Err(ReadError::Unreadable);
    }
    let card = match (&session.setup_intent, status) {
        (Some(intent), SetupStatus::Complete) => saved_card(intent, &customer, owner)?,
        _ => None,
    };
    Ok(SetupSession {
        id: session.id,
        url: web_address(session.url),
        expires_at: instant(session.expires_at)?,
        status,
        customer,
        organization,
        reference: session.client_reference_id.ok_or(ReadError::Unreadable)?,
        card,
    })
}

/// The card of an expanded setup intent, if it is saved for the customer.
fn saved_card(intent: &Value, customer: &str, owner: &Owner) -> Result<Option<Card>, ReadError> {
    if intent.get("status").and_then(Value::as_str) != Some("succeeded") {
        return Ok(None);
    }
    match intent.get("payment_method") {
        Some(method @ Value::Object(_)) => {
            Ok(Some(card(method, owner)?).filter(|card| card.customer.as_deref() == Some(customer)))
        }
        _ => Ok(None),
    }
}
