use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::config::Config;

/// The name and attributes of the session cookie.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie<'a> {
    secure: bool,
    base_path: &'a str,
}

impl<'a> SessionCookie<'a> {
    /// On an https origin, `Secure` and the `__Host-` prefix, or `__Secure-` below a base path, because `__Host-`
    /// requires the path `/`. Neither on loopback http, where browsers reject them.
    #[must_use]
    pub fn of(config: &'a Config) -> Self {
        Self { secure: config.secure_origin.is_some(), base_path: &config.base_path }
    }

    const fn name(self) -> &'static str {
        match (self.secure, self.base_path.is_empty()) {
            (true, true) => "__Host-tcu_session",
            (true, false) => "__Secure-tcu_session",
            (false, true) => "tcu_session",
            // Cookies do not belong to one port, so an instance at the root of this host must not have the same name.
            (false, false) => "tcu_session_below_path",
        }
    }

    fn attributes(self) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{secure}; HttpOnly; SameSite=Lax; Path={}/", self.base_path)
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
