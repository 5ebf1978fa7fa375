use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use process::is_repetitive;
use sha2::Sha256;

/// The largest accepted difference between the gateway's clock and ours, in seconds. Protects against replays.
const TOLERANCE_SECONDS: i64 = 300;

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
        format!("t={seconds},v1={}", base16ct::lower::encode_string(&mac))
    }

    /// Whether the header signs exactly this body within the tolerance. Accepts several `v1` values, which the gateway
    /// sends while a secret is rotated.
    #[must_use]
    pub fn verifies(&self, header: &str, body: &[u8], now: i64) -> bool {
        let parts: Vec<(&str, &str)> =
            header.split(',').filter_map(|part| part.trim().split_once('=')).collect();
        let mut times = parts.iter().filter(|(name, _)| *name == "t").map(|(_, value)| *value);
        let (Some(time), None) = (times.next(), times.next()) else { return false };
        let Ok(seconds) = time.parse::<i64>() else { return false };
        let is_fresh = now.checked_sub(seconds).is_some_and(|age| age.abs() <= TOLERANCE_SECONDS);
        let is_signed = parts
            .iter()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, value)| base16ct::mixed::decode_vec(value).ok())
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
