use std::fmt;

use process::is_repetitive;
use uuid::Uuid;

/// The signing secrets of the gateway's webhooks: one, or two while a secret is rotated.
#[derive(Clone, Default)]
pub struct WebhookSecrets(Vec<String>);

impl WebhookSecrets {
    /// Parses one or two secrets, separated by commas or white space.
    ///
    /// # Errors
    /// One sentence, without the secrets, if there is none, if there are more than two, or if one is shorter than 16
    /// characters or repeats a pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_separator = |character: char| character == ',' || character.is_whitespace();
        let secrets: Vec<_> =
            text.split(is_separator).filter(|secret| !secret.is_empty()).map(str::to_owned).collect();
        let is_secret = |secret: &String| {
            secret.len() >= 16
                && secret.bytes().all(|byte| byte.is_ascii_graphic())
                && !is_repetitive(secret.as_bytes())
        };
        if (1..=2).contains(&secrets.len()) && secrets.iter().all(is_secret) {
            return Ok(Self(secrets));
        }
        Err("set one signing secret of at least 16 random characters, such as whsec_…, or two during a rotation, \
             separated by a comma"
            .to_owned())
    }

    /// Reads the secrets from `STRIPE_WEBHOOK_SECRET`, or from the file that `STRIPE_WEBHOOK_SECRET_FILE` names. `None` if
    /// neither is set.
    ///
    /// # Errors
    /// One sentence if both are set, or if the secrets cannot be used.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let is_set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let text = match (is_set("STRIPE_WEBHOOK_SECRET"), is_set("STRIPE_WEBHOOK_SECRET_FILE")) {
            (Some(_), Some(_)) => {
                return Err(
                    "STRIPE_WEBHOOK_SECRET and STRIPE_WEBHOOK_SECRET_FILE are both set: set one of them"
                        .to_owned(),
                );
            }
            (Some(text), None) => text.to_string_lossy().into_owned(),
            (None, Some(path)) => std::fs::read_to_string(&path)
                .map_err(|error| format!("STRIPE_WEBHOOK_SECRET_FILE cannot be read: {error}"))?,
            (None, None) => return Ok(None),
        };
        Self::parse(&text)
            .map(Some)
            .map_err(|reason| format!("STRIPE_WEBHOOK_SECRET cannot be used: {reason}"))
    }

    /// A random secret, for a gateway that runs inside this process.
    #[must_use]
    pub fn generate() -> Self {
        Self(vec![format!("whsec_{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())])
    }

    /// The secrets. Empty if webhooks are refused.
    #[must_use]
    pub fn expose(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

impl fmt::Debug for WebhookSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecrets(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_secrets_are_accepted() {
        let one = WebhookSecrets::parse("whsec_f3a9c1d7e5b2\n").unwrap();
        assert_eq!(one.expose(), ["whsec_f3a9c1d7e5b2"]);
        let two = WebhookSecrets::parse("whsec_f3a9c1d7e5b2, whsec_0a1b2c3d4e5f").unwrap();
        assert_eq!(two.expose(), ["whsec_f3a9c1d7e5b2", "whsec_0a1b2c3d4e5f"]);
        assert!(!format!("{one:?}").contains("f3a9"));
    }

    #[test]
    fn weak_missing_or_more_secrets_are_refused_without_printing_them() {
        let three = "whsec_f3a9c1d7e5b2,whsec_0a1b2c3d4e5f,whsec_6a7b8c9d0e1f";
        for text in ["", " ", "whsec_short", "aaaaaaaaaaaaaaaaaaaa", three] {
            let error = WebhookSecrets::parse(text).unwrap_err();
            assert!(!error.contains("short") && !error.contains("f3a9"), "{error}");
        }
    }
}
