use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use crate::error::SandboxError;

/// The origins of the portals that embed the app. A service in the same process adds them while the sandbox runs.
#[derive(Clone, Debug, Default)]
pub struct PortalOrigins(Arc<RwLock<Vec<String>>>);

impl PortalOrigins {
    /// Adds origins that are not in the list.
    pub fn add<'a>(&self, origins: impl IntoIterator<Item = &'a String>) {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for origin in origins {
            if !list.contains(origin) {
                list.push(origin.clone());
            }
        }
    }

    fn list(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The origins of the sandbox, those of the app, and those of the portals that embed the app.
#[derive(Debug)]
pub struct Origins {
    own: Vec<String>,
    app: Vec<String>,
    portals: PortalOrigins,
    has_public: bool,
}

impl Origins {
    /// # Errors
    /// When an origin is malformed, or the address is not loopback and no public origin is configured.
    pub fn new(
        app_origins: &[String],
        portals: PortalOrigins,
        public_origin: Option<&str>,
        listening: SocketAddr,
    ) -> Result<Self, SandboxError> {
        let app = app_origins.iter().map(|origin| parse(origin)).collect::<Result<_, _>>()?;
        let mut own = Vec::new();
        if let Some(origin) = public_origin {
            own.push(parse(origin)?);
        } else if !listening.ip().is_loopback() {
            return Err(SandboxError::NotLoopback(listening));
        }
        if listening.ip().is_loopback() {
            own.push(format!("http://{listening}"));
            own.push(format!("http://localhost:{}", listening.port()));
        }
        Ok(Self { own, app, portals, has_public: public_origin.is_some() })
    }

    /// The origin at which browsers reach the sandbox.
    pub fn public(&self) -> &str {
        self.own.first().map_or("", String::as_str)
    }

    /// Whether browsers reach the sandbox through a proxy, at another origin than its address.
    pub fn has_public(&self) -> bool {
        self.has_public
    }

    pub fn is_own(&self, origin: &str) -> bool {
        self.own.iter().any(|own| own == origin)
    }

    pub fn is_app(&self, origin: &str) -> bool {
        self.app.iter().any(|app| app == origin)
    }

    /// The origins of the app and of the portals around it, as a `frame-ancestors` source list.
    pub fn frame_ancestors(&self) -> String {
        if self.app.is_empty() {
            return "'none'".to_owned();
        }
        [self.app.clone(), self.portals.list()].concat().join(" ")
    }

    /// The address to return to, if it is one of the app's. Returns the parsed URL, so that a browser cannot interpret
    /// the original text differently.
    pub fn return_address(&self, text: &str) -> Option<Url> {
        let address = Url::parse(text).ok()?;
        let plain = address.username().is_empty() && address.password().is_none();
        // A `blob:` address has the origin of its page, but arbitrary content.
        let is_web = matches!(address.scheme(), "http" | "https");
        (plain && is_web && self.is_app(&address.origin().ascii_serialization())).then_some(address)
    }
}

fn parse(text: &str) -> Result<String, SandboxError> {
    let invalid = || SandboxError::OriginInvalid(text.to_owned());
    let address = Url::parse(text).map_err(|_| invalid())?;
    let origin = address.origin().ascii_serialization();
    let is_web = matches!(address.scheme(), "http" | "https");
    if is_web && text.trim_end_matches('/') == origin { Ok(origin) } else { Err(invalid()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        Origins {
            own: vec!["http://127.0.0.1:8082".to_owned()],
            app: vec!["http://127.0.0.1:8080".to_owned(), "https://app.example.com".to_owned()],
            portals: PortalOrigins::default(),
            has_public: false,
        }
    }

    #[test]
    fn bank_page_returns_to_addresses_of_the_app_only() {
        let origins = origins();

        assert_eq!(
            origins.return_address("https://app.example.com/receipt?a=1#b").map(String::from).as_deref(),
            Some("https://app.example.com/receipt?a=1#b")
        );
        for foreign in [
            "",
            "/receipt",
            "//evil.example",
            "https:\\\\evil.example",
            "https://app.example.com.evil.example/",
            "https://app.example.com@evil.example/",
            "https://evil.example@app.example.com/",
            "http://app.example.com/",
            "https://app.example.com:444/",
            "http://127.0.0.1:8082/",
            "javascript:alert(1)",
            "data:text/html,hi",
            "blob:https://app.example.com/0b7b1c4e-8a5c-4e2e-9d0a-6f7f1c1d2e3f",
            "blob:http://127.0.0.1:8080/0b7b1c4e-8a5c-4e2e-9d0a-6f7f1c1d2e3f",
            "filesystem:https://app.example.com/temporary/x.html",
            "ftp://app.example.com/",
            "https://evil.example/?https://app.example.com",
        ] {
            assert_eq!(origins.return_address(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn origin_has_no_path_and_no_wildcard() {
        assert!(parse("https://app.example.com/").is_ok());
        for wrong in
            ["https://app.example.com/x", "app.example.com", "*", "https://*.example.com/x", "file:///etc"]
        {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
