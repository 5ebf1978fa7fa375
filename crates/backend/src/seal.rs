use std::collections::{HashMap, HashSet};
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use billing::Instant;
use hmac::{Hmac, KeyInit, Mac};
use process::is_repetitive;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::{Store, StoreError, seal_keys};

/// The keys that seal quotes. The newest key seals and every key verifies, so that keys can be rotated.
pub struct Seals {
    keys: Vec<SealKey>,
}

struct SealKey {
    id: String,
    mac: Hmac<Sha256>,
}

/// An invalid set of seal keys.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealKeyError {
    /// No key.
    #[error("no key to seal quotes with")]
    None,
    /// An id that is not 1 to 32 ASCII letters and digits.
    #[error("the id of a seal key is not 1 to 32 ASCII letters and digits")]
    Id,
    /// A secret shorter than 32 bytes.
    #[error("the seal key {0} is shorter than 32 bytes")]
    Short(String),
    /// A secret that repeats a pattern.
    #[error("the seal key {0} repeats a pattern: generate 32 random bytes")]
    Repetitive(String),
    /// Two keys with the same id.
    #[error("two seal keys have the id {0}: give each its own")]
    Duplicate(String),
    /// Two keys with the same secret.
    #[error("the seal keys {0} and {1} have the same secret: generate 32 random bytes for each")]
    SameSecret(String, String),
}

impl Seals {
    /// Checks the keys, which are ordered from oldest to newest.
    ///
    /// # Errors
    /// When a key is invalid, or there is none.
    pub fn new(keys: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, SealKeyError> {
        let mut secrets = HashMap::new();
        let key = |(id, secret): (String, Vec<u8>)| {
            if !(1..=32).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(SealKeyError::Id);
            }
            if secret.len() < 32 {
                return Err(SealKeyError::Short(id));
            }
            if is_repetitive(&secret) {
                return Err(SealKeyError::Repetitive(id));
            }
            if let Some(other) = secrets.insert(secret.clone(), id.clone()).filter(|other| *other != id) {
                return Err(SealKeyError::SameSecret(other, id));
            }
            let mac = Hmac::new_from_slice(&secret).map_err(|_| SealKeyError::Short(id.clone()))?;
            Ok(SealKey { id, mac })
        };
        let keys: Vec<_> = keys.into_iter().map(key).collect::<Result<_, _>>()?;
        let mut ids = HashSet::new();
        if let Some(duplicate) = keys.iter().find(|key| !ids.insert(&key.id)) {
            return Err(SealKeyError::Duplicate(duplicate.id.clone()));
        }
        if keys.is_empty() { Err(SealKeyError::None) } else { Ok(Self { keys }) }
    }

    /// Loads the keys from the database, for the sandbox. Generates and stores the first key.
    ///
    /// # Errors
    /// When the database fails, or a stored key is invalid.
    pub async fn load_or_generate(store: &Store, now: Instant) -> Result<Self, StoreError> {
        let mut transaction = store.begin().await?;
        let mut keys = seal_keys::all(&mut transaction).await?;
        if keys.is_empty() {
            let id = Uuid::new_v4().simple().to_string().split_off(24);
            let secret = [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()];
            seal_keys::insert(&mut transaction, &id, secret.as_flattened(), now).await?;
            keys.push((id, secret.concat()));
        }
        transaction.commit().await?;
        Self::new(keys).map_err(|_| StoreError::Unreadable("seal_key.secret"))
    }

    /// The seal of a text: `<keyId>.<base64url HMAC-SHA256>`.
    #[must_use]
    pub fn seal(&self, text: &str) -> String {
        self.keys.last().map_or_else(String::new, |key| {
            let mac = key.mac.clone().chain_update(text.as_bytes()).finalize().into_bytes();
            format!("{}.{}", key.id, URL_SAFE_NO_PAD.encode(mac))
        })
    }

    /// Whether a seal was made by one of the keys for exactly this text. Compares in constant time.
    #[must_use]
    pub fn verify(&self, text: &str, seal: &str) -> bool {
        let Some((id, mac)) = seal.split_once('.') else { return false };
        let Ok(mac) = URL_SAFE_NO_PAD.decode(mac) else { return false };
        let key = self.keys.iter().find(|key| key.id == id);
        key.is_some_and(|key| key.mac.clone().chain_update(text.as_bytes()).verify_slice(&mac).is_ok())
    }
}

impl fmt::Debug for Seals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

/// Lower-case hex SHA-256 of a text: a quote's fingerprint.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::canonical_json::canonical;

    fn key(id: &str, byte: u8) -> (String, Vec<u8>) {
        (id.to_owned(), (byte..byte + 32).collect())
    }

    #[test]
    fn seal_is_valid_only_for_its_text() {
        let seals = Seals::new([key("k1", 1)]).unwrap();
        let seal = seals.seal("241.55");

        assert!(seals.verify("241.55", &seal));
        assert!(!seals.verify("241.56", &seal));
        for altered in
            ["", ".", "k1", "k1.", "k1.AAAA", &seal[1..], &format!("{seal}A"), &seal.replace("k1", "k2")]
        {
            assert!(!seals.verify("241.55", altered), "{altered}");
        }
    }

    /// The literals come from Python's `json`, `hmac` and `base64`.
    #[test]
    fn stored_seal_of_canonical_json_stays_valid() {
        let value = serde_json::json!({
            "version": 9_007_199_254_740_993_i64,
            "oneWay": true,
            "note": "Tokyo 東京 \"a\\b\"\n\u{1} / \u{7f} €",
            "id": "qt_1",
            "code": null,
            "billing": {
                "lines": [{"minor": 30_000, "kind": "charge"}, {"minor": -5_845, "kind": "credit"}],
                "amountDueMinor": 24_155,
            },
        });

        let text = canonical(&value).unwrap();

        let stored = concat!(
            r#"{"billing":{"amountDueMinor":24155,"lines":[{"kind":"charge","minor":30000},{"kind":"credit","minor":-5845}]},"#,
            r#""code":null,"id":"qt_1","note":"Tokyo 東京 \"a\\b\"\n\u0001 / "#,
            "\u{7f} €\",\"oneWay\":true,\"version\":9007199254740993}",
        );
        assert_eq!(text, stored);
        let seals = Seals::new([key("k1", 1)]).unwrap();
        assert_eq!(seals.seal(&text), "k1._lAZJMiAisR8epoPrReNGQswu8cO37HKQkb7IAthscc");
    }

    #[test]
    fn older_key_still_verifies_after_a_rotation() {
        let before = Seals::new([key("k1", 1)]).unwrap();
        let after = Seals::new([key("k1", 1), key("k2", 2)]).unwrap();

        assert!(after.verify("text", &before.seal("text")));
        assert!(after.seal("text").starts_with("k2."));
        assert!(!before.verify("text", &after.seal("text")));
    }

    #[test]
    fn invalid_keys_are_refused() {
        assert_eq!(Seals::new([]).err(), Some(SealKeyError::None));
        for secret in [vec![0; 32], vec![7; 40], b"sixteen-letters-sixteen-letters-".to_vec()] {
            let repetitive = Seals::new([("k1".to_owned(), secret)]);
            assert_eq!(repetitive.err(), Some(SealKeyError::Repetitive("k1".to_owned())));
        }
        let same = Some(SealKeyError::SameSecret("k1".to_owned(), "k3".to_owned()));
        assert_eq!(Seals::new([key("k1", 1), key("k2", 2), key("k3", 1)]).err(), same);
        let twice = [key("k1", 1), key("k2", 2), key("k1", 3)];
        assert_eq!(Seals::new(twice).err(), Some(SealKeyError::Duplicate("k1".to_owned())));
        assert_eq!(Seals::new([("a.b".to_owned(), vec![1; 32])]).err(), Some(SealKeyError::Id));
        assert_eq!(
            Seals::new([("k".to_owned(), vec![1; 31])]).err(),
            Some(SealKeyError::Short("k".to_owned()))
        );
    }

    #[test]
    fn fingerprint_is_sha_256_in_hex() {
        assert_eq!(fingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
