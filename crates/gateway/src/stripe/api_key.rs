use std::ffi::OsString;
use std::fmt;
use std::path::Path;

/// A secret or restricted API key of Stripe. Never printed.
#[derive(Clone)]
pub struct ApiKey {
    text: String,
    is_live: bool,
    is_restricted: bool,
}

impl ApiKey {
    /// Parses a key by its prefix: `sk_live_`, `sk_test_`, `rk_live_` or `rk_test_`.
    ///
    /// # Errors
    /// One sentence without the key.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("pk_") {
            return Err("a publishable key (pk_…) cannot charge: use a restricted key (rk_…)".to_owned());
        }
        let parsed = [("sk_", false), ("rk_", true)].into_iter().find_map(|(kind, is_restricted)| {
            let rest = text.strip_prefix(kind)?;
            let live = rest.strip_prefix("live_").map(|random| (random, true));
            let (random, is_live) =
                live.or_else(|| rest.strip_prefix("test_").map(|random| (random, false)))?;
            let fits = random.len() >= 8 && text.len() <= 255;
            let is_key = fits && random.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_key.then(|| Self { text: text.to_owned(), is_live, is_restricted })
        });
        parsed.ok_or_else(|| {
            "the key does not start with sk_live_, sk_test_, rk_live_ or rk_test_ followed by letters and digits"
                .to_owned()
        })
    }

    /// Reads a key from a file, without the line break at its end.
    ///
    /// # Errors
    /// One sentence with the path, without the key.
    pub fn read(path: &Path) -> Result<Self, String> {
        let unusable =
            |reason: String| format!("the API key file {} cannot be used: {reason}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
        Self::parse(text.trim_end_matches(['\r', '\n'])).map_err(unusable)
    }

    /// Reads the key from `STRIPE_API_KEY`, or from the file that `STRIPE_API_KEY_FILE` names. `None` if neither is
    /// set.
    ///
    /// # Errors
    /// One sentence if both are set, or if the key cannot be used.
    pub fn from_environment() -> Result<Option<Self>, String> {
        Self::from_variables(|name| std::env::var_os(name))
    }

    fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Self>, String> {
        let is_set = |name: &str| variable(name).filter(|value| !value.is_empty());
        match (is_set("STRIPE_API_KEY"), is_set("STRIPE_API_KEY_FILE")) {
            (Some(_), Some(_)) => {
                Err("STRIPE_API_KEY and STRIPE_API_KEY_FILE are both set: set one of them".to_owned())
            }
            (Some(text), None) => Self::parse(&text.to_string_lossy())
                .map(Some)
                .map_err(|reason| format!("STRIPE_API_KEY cannot be used: {reason}")),
            (None, Some(path)) => Self::read(Path::new(&path)).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Whether the key charges real cards.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.is_live
    }

    /// Whether the key has only the permissions that were granted to it.
    #[must_use]
    pub const fn is_restricted(&self) -> bool {
        self.is_restricted
    }

    /// The text of the key.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
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
    fn prefix_decides_mode_and_kind() {
        for (text, is_live, is_restricted) in [
            ("sk_live_abcdefgh12345", true, false),
            ("sk_test_abcdefgh12345", false, false),
            ("rk_live_abcdefgh12345", true, true),
            ("rk_test_abcdefgh12345", false, true),
        ] {
            let key = ApiKey::parse(text).unwrap();
            assert_eq!((key.is_live(), key.is_restricted()), (is_live, is_restricted), "{text}");
        }
    }

    #[test]
    fn invalid_key_is_refused_without_printing_it() {
        for text in [
            "",
            "sk_live_",
            "sk_test_short",
            "sk_prod_abcdefgh12345",
            "pk_live_abcdefgh12345",
            "whsec_abcdefgh12345",
            "sk_test_abcdefgh 12345",
            "sk_test_abcdefgh12345\r\nx: y",
        ] {
            let error = ApiKey::parse(text).unwrap_err();
            assert!(!error.contains("abcdefgh12345") && !error.contains("short"), "{error}");
        }
        let key = ApiKey::parse("sk_test_abcdefgh12345").unwrap();
        assert!(!format!("{key:?}").contains("abcdefgh"));
    }

    #[test]
    fn environment_has_the_key_or_its_file() {
        let read = |key: &str, file: &str| {
            let (key, file) = (OsString::from(key), OsString::from(file));
            ApiKey::from_variables(|name| match name {
                "STRIPE_API_KEY" => Some(key.clone()),
                "STRIPE_API_KEY_FILE" => Some(file.clone()),
                _ => None,
            })
        };

        assert!(read("", "").unwrap().is_none());
        assert!(read("rk_live_abcdefgh12345", "").unwrap().is_some_and(|key| key.is_live()));
        assert!(read("wrong", "").unwrap_err().contains("STRIPE_API_KEY cannot be used"));
        assert!(read("", "/nonexistent/key").unwrap_err().contains("/nonexistent/key"));
        assert!(read("rk_live_abcdefgh12345", "/nonexistent/key").unwrap_err().contains("both set"));
    }

    #[test]
    fn file_may_end_with_a_line_break() {
        let path = std::env::temp_dir().join(format!("api-key-{}", uuid::Uuid::new_v4()));
        std::fs::write(&path, "rk_test_abcdefgh12345\n").unwrap();

        let key = ApiKey::read(&path);

        std::fs::remove_file(&path).unwrap();
        assert_eq!(key.unwrap().expose(), "rk_test_abcdefgh12345");
        assert!(ApiKey::read(&path).unwrap_err().contains("cannot be used"));
    }
}
