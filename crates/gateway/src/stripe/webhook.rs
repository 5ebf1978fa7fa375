//! Verification of Stripe's webhooks.

use billing::Instant;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

/// The tolerance for the age of a signature, in seconds. A retried delivery has a new signature.
pub const TOLERANCE_SECONDS: i64 = 300;
/// The most signatures that are compared. Stripe sends two while a secret is rotated.
const MAX_SIGNATURES: usize = 16;

/// A verified notice that an object has changed. Read the object from the gateway before anything depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The event's id. A repeated delivery has the same id.
    pub id: String,
    /// The type, such as `payment_intent.succeeded`.
    pub event_type: String,
    /// The kind of the object, such as `payment_intent`.
    pub object_kind: String,
    /// The id of the object. `None` for objects that have none, such as a balance.
    pub object_id: Option<String>,
    /// Whether real money is concerned.
    pub live: bool,
    /// The connected account that the event belongs to. `None` for events of the own account.
    pub account: Option<String>,
}

/// Why a webhook was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The `Stripe-Signature` header lacks a time or a signature.
    #[error("the signature header is malformed")]
    MalformedHeader,
    /// No signature matches a secret. The sender does not know the secret, or the body was changed.
    #[error("no signature matches")]
    WrongSignature,
    /// The signature is valid, but its time is too far from now.
    #[error("the signature is too old or from the future")]
    OutsideTolerance,
    /// The signature is valid, but the body is not an event.
    #[error("the body is not an event")]
    MalformedEvent,
}

#[derive(Deserialize)]
struct EventBody {
    id: String,
    object: String,
    #[serde(rename = "type")]
    event_type: String,
    livemode: bool,
    account: Option<String>,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: EventObject,
}

#[derive(Deserialize)]
struct EventObject {
    id: Option<String>,
    object: String,
}

/// Verifies the signature of a webhook in constant time and parses its body.
///
/// `secrets` are the endpoint's signing secrets: one, or two while a secret is rotated. `body` is the body as received,
/// byte for byte.
///
/// # Errors
/// In the order of the checks: header, signature, time, body.
pub fn verify(
    header: &str,
    body: &[u8],
    secrets: &[&str],
    now: Instant,
    tolerance_seconds: i64,
) -> Result<Event, WebhookError> {
    let (time, signatures) = parse_header(header).ok_or(WebhookError::MalformedHeader)?;
    // Compare every pair, so that the duration does not depend on which one matches.
    let mut matches = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        for signature in &signatures {
            matches |= is_signature(secret, time, body, signature);
        }
    }
    if !matches {
        return Err(WebhookError::WrongSignature);
    }
    let seconds: i64 = time.parse().map_err(|_| WebhookError::MalformedHeader)?;
    if now.epoch_seconds().abs_diff(seconds) > tolerance_seconds.unsigned_abs() {
        return Err(WebhookError::OutsideTolerance);
    }
    let event: EventBody = serde_json::from_slice(body).map_err(|_| WebhookError::MalformedEvent)?;
    let is_complete = event.object == "event" && !event.id.is_empty();
    if !is_complete {
        return Err(WebhookError::MalformedEvent);
    }
    Ok(Event {
        id: event.id,
        event_type: event.event_type,
        object_kind: event.data.object.object,
        object_id: event.data.object.id,
        live: event.livemode,
        account: event.account,
    })
}

/// The header for a body, as Stripe sends it. For tests.
#[must_use]
pub fn sign(secret: &str, time: Instant, body: &[u8]) -> String {
    let time = time.epoch_seconds().to_string();
    let signature =
        mac(secret, &time, body).map(|mac| hex::encode(mac.finalize().into_bytes())).unwrap_or_default();
    format!("t={time},v1={signature}")
}

/// The time and the signatures of the scheme `v1`. Other schemes are ignored.
fn parse_header(header: &str) -> Option<(&str, Vec<Vec<u8>>)> {
    let mut time = None;
    let mut signatures = Vec::new();
    for (name, value) in header.split(',').filter_map(|element| element.trim().split_once('=')) {
        match name {
            "t" if time.is_some() => return None,
            "t" => time = Some(value),
            "v1" if signatures.len() < MAX_SIGNATURES => signatures.extend(hex::decode(value).ok()),
            _ => {}
        }
    }
    let time = time.filter(|time| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))?;
    (!signatures.is_empty()).then_some((time, signatures))
}

fn is_signature(secret: &str, time: &str, body: &[u8], signature: &[u8]) -> bool {
    mac(secret, time, body).is_some_and(|mac| mac.verify_slice(signature).is_ok())
}

fn mac(secret: &str, time: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_first";
    const BODY: &[u8] = br#"{"id":"evt_1","object":"event","type":"payment_intent.succeeded","livemode":false,
        "created":1773653400,"data":{"object":{"id":"pi_1","object":"payment_intent","status":"succeeded"}}}"#;

    fn now() -> Instant {
        Instant::parse("2026-03-16T09:30:00Z").unwrap()
    }

    fn later(seconds: i64) -> Instant {
        now().checked_add_seconds(seconds).unwrap()
    }

    fn check(header: &str, body: &[u8], secrets: &[&str]) -> Result<Event, WebhookError> {
        verify(header, body, secrets, now(), TOLERANCE_SECONDS)
    }

    #[test]
    fn signature_is_that_of_stripe() {
        // printf '1773653400.{}' | openssl dgst -sha256 -hmac whsec_first
        assert_eq!(
            sign(SECRET, now(), b"{}"),
            "t=1773653400,v1=c34696ca01713ef46c11a005f7b30080a79a244c214cc3adb5b6f9d57867d8e9"
        );
    }

    #[test]
    fn signed_event_is_parsed() {
        let event = check(&sign(SECRET, now(), BODY), BODY, &[SECRET]).unwrap();

        assert_eq!(
            event,
            Event {
                id: "evt_1".into(),
                event_type: "payment_intent.succeeded".into(),
                object_kind: "payment_intent".into(),
                object_id: Some("pi_1".into()),
                live: false,
                account: None,
            }
        );
    }

    #[test]
    fn event_of_an_object_without_an_id_is_parsed() {
        let body = br#"{"id":"evt_2","object":"event","type":"balance.available","livemode":true,
            "account":"acct_1","data":{"object":{"object":"balance"}}}"#;

        let event = check(&sign(SECRET, now(), body), body, &[SECRET]).unwrap();

        assert_eq!((event.object_id, event.account.as_deref(), event.live), (None, Some("acct_1"), true));
    }

    #[test]
    fn both_secrets_are_valid_during_rotation() {
        let old = sign(SECRET, now(), BODY);
        let new = sign("whsec_second", now(), BODY);
        let new_signature = new.split_once(',').unwrap().1;

        assert!(check(&old, BODY, &["whsec_second", SECRET]).is_ok());
        assert!(check(&new, BODY, &["whsec_second", SECRET]).is_ok());
        assert!(check(&format!("{old},{new_signature}"), BODY, &["whsec_second"]).is_ok());
        assert_eq!(check(&old, BODY, &["whsec_second"]), Err(WebhookError::WrongSignature));
    }

    #[test]
    fn changed_body_time_or_secret_is_refused() {
        let header = sign(SECRET, now(), BODY);
        let mut changed = BODY.to_vec();
        changed.push(b' ');
        let moved = header.replace("t=1773653400", "t=1773653401");

        for (header, body, secrets) in [
            (header.as_str(), changed.as_slice(), &[SECRET][..]),
            (moved.as_str(), BODY, &[SECRET]),
            (header.as_str(), BODY, &["whsec_other"]),
            (header.as_str(), BODY, &[]),
            (sign("", now(), BODY).as_str(), BODY, &[""]),
        ] {
            assert_eq!(check(header, body, secrets), Err(WebhookError::WrongSignature), "{header}");
        }
    }

    #[test]
    fn only_the_first_version_of_the_scheme_is_trusted() {
        let header = sign(SECRET, now(), BODY).replace("v1=", "v0=");

        assert_eq!(check(&header, BODY, &[SECRET]), Err(WebhookError::MalformedHeader));
    }

    #[test]
    fn malformed_header_is_refused() {
        let signature = sign(SECRET, now(), BODY).split_once("v1=").unwrap().1.to_owned();
        for header in [
            String::new(),
            "t=1773653400".to_owned(),
            format!("v1={signature}"),
            format!("t=,v1={signature}"),
            format!("t=-1,v1={signature}"),
            format!("t=1773653400,t=1773653400,v1={signature}"),
            "t=1773653400,v1=zz".to_owned(),
            "\u{0},=,t,v1".to_owned(),
        ] {
            assert_eq!(check(&header, BODY, &[SECRET]), Err(WebhookError::MalformedHeader), "{header}");
        }
    }

    #[test]
    fn signature_outside_the_tolerance_is_refused() {
        for (seconds, is_valid) in [(300, true), (301, false), (-300, true), (-301, false), (600, false)] {
            let header = sign(SECRET, later(seconds), BODY);
            let expected = if is_valid { None } else { Some(WebhookError::OutsideTolerance) };

            assert_eq!(check(&header, BODY, &[SECRET]).err(), expected, "{seconds}");
        }
    }

    #[test]
    fn signed_body_that_is_not_an_event_is_refused() {
        for body in [
            "",
            "[]",
            "{\"id\":\"evt_1\"",
            r#"{"id":"","object":"event","type":"x","livemode":false,"data":{"object":{"id":"a","object":"b"}}}"#,
            r#"{"id":"evt_1","object":"v2.core.event","type":"x","livemode":false,"data":{"object":{"id":"a","object":"b"}}}"#,
        ] {
            let header = sign(SECRET, now(), body.as_bytes());

            assert_eq!(
                check(&header, body.as_bytes(), &[SECRET]),
                Err(WebhookError::MalformedEvent),
                "{body}"
            );
        }
    }
}
