use std::fmt;

use process::is_repetitive;
use subtle::ConstantTimeEq;
use uuid::Uuid;

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

    /// Reads a secret from an environment variable. `None` if it is not set.
    ///
    /// # Errors
    /// One sentence if the variable is set to something that [`parse`](Self::parse) does not accept.
    pub fn from_environment(variable: &str) -> Result<Option<Self>, String> {
        let Some(text) = std::env::var_os(variable) else { return Ok(None) };
        text.to_str().and_then(Self::parse).map(Some).ok_or_else(|| {
            format!(
                "{variable} is not set to 16 to 255 visible ASCII characters without a repeated pattern: set the same \
                 random secret for the sandbox and its backends"
            )
        })
    }

    /// Generates a secret of 244 random bits, for a gateway that runs inside this process.
    #[must_use]
    pub fn generate() -> Self {
        Self(format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub fn matches(&self, guess: &str) -> bool {
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
