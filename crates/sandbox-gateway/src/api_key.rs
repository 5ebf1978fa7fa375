use std::fmt;

use process::is_repetitive;
use subtle::ConstantTimeEq;

/// The secret API key of the sandbox, `sk_test_…` or `rk_test_…`. Never printed.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// Parses a configured key. Returns `None` unless it is a test key of 16 to 255 letters, digits and underscores
    /// whose random part does not repeat a pattern.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let random = text.strip_prefix("sk_test_").or_else(|| text.strip_prefix("rk_test_"))?;
        let is_plain = random.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let fits = (16..=255).contains(&text.len());
        (fits && is_plain && !is_repetitive(random.as_bytes())).then(|| Self(text.to_owned()))
    }

    /// Compares in constant time.
    pub(crate) fn matches(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_keys_are_accepted_and_none_is_printed() {
        for text in [
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "sk_test_",
            "sk_test_aaaaaaaaaaaaaaaa",
            "pk_test_4eC39HqLyjWDarjtT1zdp7dc",
            "sk_test_4eC39HqLyjWD arjtT1zdp7dc",
        ] {
            assert!(ApiKey::parse(text).is_none(), "{text}");
        }
        let key = ApiKey::parse("rk_test_4eC39HqLyjWDarjtT1zdp7dc").unwrap();

        assert!(
            key.matches("rk_test_4eC39HqLyjWDarjtT1zdp7dc")
                && !key.matches("rk_test_4eC39HqLyjWDarjtT1zdp7dd")
        );
        assert!(!format!("{key:?}").contains("4eC39"));
    }
}
