use std::fmt;

use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::secret_strength::is_repetitive;

/// The secret that the payment service sends to the gateway. Never printed.
#[derive(Clone)]
pub struct ApiSecret(String);

impl ApiSecret {
    /// Parses a configured secret. Returns `None` unless it is 16 to 255 visible ASCII characters that do not repeat a
    /// pattern.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (16..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        (fits && !is_repetitive(text.as_bytes())).then(|| Self(text.to_owned()))
    }

    /// Generates a secret of 244 random bits, for a gateway that runs inside this process.
    #[must_use]
    pub fn generate() -> Self {
        Self(format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub(super) fn matches(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }
}

impl fmt::Debug for ApiSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_long_not_repetitive_and_never_printed() {
        assert!(ApiSecret::parse("short").is_none());
        assert!(ApiSecret::parse("aaaaaaaaaaaaaaaa").is_none());
        assert!(ApiSecret::parse("secret-secret-secret-").is_none());
        assert!(ApiSecret::parse("sixteen characters and a blank").is_none());

        let secret = ApiSecret::generate();

        assert!(secret.matches(secret.expose()));
        assert!(!secret.matches("sixteencharacters"));
        assert!(!format!("{secret:?}").contains(secret.expose()));
    }
}
