use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::config::Config;

/// How the session's cookie is named and guarded here.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// Locked to the host on an https origin; a plain one on loopback http, where browsers take no other.
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

    /// The token a request carries. A name that is there twice names nobody.
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

    /// The header that hands the token to the browser.
    ///
    /// # Panics
    /// Never: tokens are visible ASCII.
    #[must_use]
    pub fn set(self, token: &str) -> HeaderValue {
        HeaderValue::try_from(format!("{}={token}{}", self.name(), self.attributes()))
            .expect("a token is visible ASCII")
    }

    /// The header that takes it back.
    #[must_use]
    pub fn clear(self) -> HeaderValue {
        HeaderValue::try_from(format!("{}={}; Max-Age=0", self.name(), self.attributes()))
            .expect("names and attributes are visible ASCII")
    }
}
