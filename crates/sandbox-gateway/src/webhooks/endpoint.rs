use std::fmt;

use sha2::{Digest, Sha256};
use url::Url;

use crate::error::SandboxError;

/// The secret that signs the events of an endpoint, `whsec_…`. Never printed.
#[derive(Clone)]
pub struct WebhookSecret(String);

/// An address that receives events.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The same for the same URL, so that a delivery is known after a restart.
    pub id: String,
    pub url: Url,
    pub(crate) secret: WebhookSecret,
}

impl WebhookSecret {
    /// Parses a secret: `whsec_` and at least 16 visible ASCII characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let random = text.strip_prefix("whsec_")?;
        let fits = (16..=255).contains(&random.len()) && random.bytes().all(|byte| byte.is_ascii_graphic());
        (fits && !process::is_repetitive(random.as_bytes())).then(|| Self(text.to_owned()))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

impl Endpoint {
    /// # Errors
    /// When the URL is not an http address. The sandbox has no TLS of its own.
    pub fn new(url: &str, secret: WebhookSecret) -> Result<Self, SandboxError> {
        let parsed = Url::parse(url).ok().filter(|url| url.scheme() == "http" && url.has_host());
        let parsed = parsed.ok_or_else(|| SandboxError::WebhookUrlInvalid(url.to_owned()))?;
        let hash = base16ct::lower::encode_string(&Sha256::digest(parsed.as_str()));
        Ok(Self { id: format!("we_{}", hash.get(..24).unwrap_or_default()), url: parsed, secret })
    }
}
