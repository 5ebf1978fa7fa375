use std::net::SocketAddr;

use url::Url;

use crate::error::SandboxError;

/// The origins at which browsers reach the sandbox.
#[derive(Debug)]
pub struct Origins(Vec<String>);

impl Origins {
    /// # Errors
    /// When the public origin is malformed, or the address is not loopback and no public origin is configured.
    pub fn new(public_origin: Option<&str>, listening: SocketAddr) -> Result<Self, SandboxError> {
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
        Ok(Self(own))
    }

    /// The origin of the addresses in answers.
    pub fn public(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    pub fn is_own(&self, origin: &str) -> bool {
        self.0.iter().any(|own| own == origin)
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

    #[test]
    fn origin_has_no_path_and_no_wildcard() {
        assert!(parse("https://gateway.example.com/").is_ok());
        for wrong in [
            "https://gateway.example.com/x",
            "gateway.example.com",
            "*",
            "https://*.example.com/x",
            "file:///etc",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn listener_beyond_loopback_needs_a_public_origin() {
        let everywhere = "0.0.0.0:8082".parse().unwrap();

        assert!(Origins::new(None, everywhere).is_err());
        assert_eq!(
            Origins::new(Some("https://g.example.com"), everywhere).unwrap().public(),
            "https://g.example.com"
        );
    }
}
