use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::config::Config;

/// The name and attributes of the session cookie.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// The `__Host-` prefix and `Secure` on an https origin, neither on loopback http, where browsers reject them.
    #[must_use]
    pub const fn of(config: &Config) -> Self {
        Self { secure: config.secure_origin.is_some() }
    }

    const fn name(self) -> &'static str {
        if self.secure { "__Host-tcu_session" } else { "tcu_session" }
    }

    const fn attributes(self) -> &'static str {
        if self.secure {
            "; Secure; HttpOnly; SameSite=Lax; Path=/"
        } else {
            "; HttpOnly; SameSite=Lax; Path=/"
        }
    }

    /// The session token of a request. `None` if the cookie is absent or occurs more than once.
    #[must_use]
    pub fn token(self, headers: &HeaderMap) -> Option<&str> {
        let mut tokens = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter_map(|(name, value)| (name == self.name()).then_some(value));
        tokens.next().filter(|_| tokens.next().is_none())
    }

    /// The `Set-Cookie` value that stores the token in the browser.
    ///
    /// # Panics
    /// Never: tokens are visible ASCII.
    #[must_use]
    pub fn set(self, token: &str) -> HeaderValue {
        HeaderValue::try_from(format!("{}={token}{}", self.name(), self.attributes()))
            .expect("a token is visible ASCII")
    }

    /// The `Set-Cookie` value that deletes the token.
    #[must_use]
    pub fn clear(self) -> HeaderValue {
        HeaderValue::try_from(format!("{}={}; Max-Age=0", self.name(), self.attributes()))
            .expect("names and attributes are visible ASCII")
    }
}
