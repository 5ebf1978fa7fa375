use std::fmt;

use contract::ProblemCode;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::status::refresh;
use crate::app::AppState;
use crate::error::Refusal;
use crate::secret_strength::is_repetitive;
use crate::service::renewals;
use crate::store::{attempts, inbound_events, renewals as stored_renewals};

/// The largest accepted difference between the gateway's clock and ours, in seconds. Protects against replays.
const TOLERANCE_SECONDS: i64 = 300;
const BY: &str = "gateway event";
/// `Retry-After` for an event that could not be processed, in seconds.
const RETRY_SECONDS: u64 = 30;

/// The shared secret of the gateway's webhook signatures.
#[derive(Clone)]
pub struct EventSecret(Hmac<Sha256>);

impl EventSecret {
    /// Creates a secret. Returns `None` when it is shorter than 16 bytes or repeats a pattern.
    #[must_use]
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.len() < 16 || is_repetitive(secret) {
            return None;
        }
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// The signature header of a body that is sent at this Unix time, in seconds.
    #[must_use]
    pub fn sign(&self, seconds: i64, body: &[u8]) -> String {
        let mac = self.mac(seconds, body).finalize().into_bytes();
        let hex: Vec<String> = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("t={seconds},v1={}", hex.concat())
    }

    /// Whether the header signs exactly this body within the tolerance. Accepts several `v1` values, which the gateway
    /// sends while a secret is rotated.
    fn verifies(&self, header: &str, body: &[u8], now: i64) -> bool {
        let parts: Vec<(&str, &str)> =
            header.split(',').filter_map(|part| part.trim().split_once('=')).collect();
        let mut times = parts.iter().filter(|(name, _)| *name == "t").map(|(_, value)| *value);
        let (Some(time), None) = (times.next(), times.next()) else { return false };
        let Ok(seconds) = time.parse::<i64>() else { return false };
        let is_fresh = now.checked_sub(seconds).is_some_and(|age| age.abs() <= TOLERANCE_SECONDS);
        let is_signed = parts
            .iter()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, value)| decode_hex(value))
            .any(|mac| self.mac(seconds, body).verify_slice(&mac).is_ok());
        is_fresh && is_signed
    }

    fn mac(&self, seconds: i64, body: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update(seconds.to_string()).chain_update(b".").chain_update(body)
    }
}

impl fmt::Debug for EventSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSecret(…)")
    }
}

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

fn decode_hex(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_773_653_400;

    fn secret() -> EventSecret {
        EventSecret::new(b"a secret of 24 characters").unwrap()
    }

    #[test]
    fn signature_is_valid_only_for_its_body_and_time() {
        let header = secret().sign(NOW, b"{}");

        assert!(secret().verifies(&header, b"{}", NOW));
        assert!(secret().verifies(&format!("{header},v1=00"), b"{}", NOW + 300));
        assert!(!secret().verifies(&header, b"{} ", NOW));
        assert!(!secret().verifies(&header, b"{}", NOW + 301));
        assert!(!secret().verifies(&header, b"{}", NOW - 301));
        assert!(!EventSecret::new(b"another secret, as long").unwrap().verifies(&header, b"{}", NOW));
    }

    #[test]
    fn malformed_signatures_are_refused() {
        let header = secret().sign(NOW, b"{}");
        let (_, mac) = header.split_once(',').unwrap();
        for wrong in
            ["", "t=", "v1=", mac, &format!("t={NOW}"), &format!("t={NOW},t={NOW},{mac}"), "t=x,v1=zz", "é=1"]
        {
            assert!(!secret().verifies(wrong, b"{}", NOW), "{wrong}");
        }
    }
}
