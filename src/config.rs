use platform::dom;

/// Base path, API URL and locale, read once from the mount element and the document's `<base>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Path the app is served under, without a trailing slash; empty at the root.
    pub base: String,
    /// API URL from `data-api`, resolved against the base unless it is absolute.
    pub api: String,
    /// Locale from `data-locale`; `None` uses the browser's languages.
    pub locale: Option<String>,
}

/// The settings of a frame, from the attributes that the backend writes into the page of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameConfig {
    /// The public id of the embed client.
    pub client: String,
    /// The name of the portal.
    pub portal: String,
    /// The organization in the address of the frame.
    pub organization: i64,
    /// The origins that may embed the frame.
    pub origins: Vec<String>,
    /// The sealed nonce of this document.
    pub nonce: String,
}

impl FrameConfig {
    /// Reads the settings of this document; `None` outside a frame.
    #[must_use]
    pub fn read() -> Option<Self> {
        Some(Self {
            client: dom::setting("client")?,
            portal: dom::setting("portal")?,
            organization: dom::setting("organization")?.parse().ok()?,
            origins: dom::setting("origins")?.split(' ').map(str::to_owned).collect(),
            nonce: dom::setting("nonce")?,
        })
    }
}

impl Config {
    /// Reads the configuration of this document.
    #[must_use]
    pub fn read() -> Self {
        let base = dom::base_href().unwrap_or_default();
        Self::new(&base, dom::setting("api"), dom::setting("locale"))
    }

    fn new(base_href: &str, api: Option<String>, locale: Option<String>) -> Self {
        let base = base_href.trim_end_matches('/').to_owned();
        let api = api.unwrap_or_else(|| contract::paths::API_BASE.trim_start_matches('/').to_owned());
        let api = if api.starts_with('/') || api.contains("://") { api } else { format!("{base}/{api}") };
        Self { base, api, locale: locale.filter(|locale| !locale.is_empty()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_is_empty_at_the_root() {
        let config = Config::new("/", None, Some(String::new()));
        assert_eq!((config.base.as_str(), config.api.as_str(), config.locale), ("", "/api/v1", None));
    }

    #[test]
    fn relative_api_is_resolved_against_the_base() {
        assert_eq!(Config::new("/testcloud/", None, None).api, "/testcloud/api/v1");
        assert_eq!(Config::new("/testcloud/", Some("/api/v1".into()), None).api, "/api/v1");
        assert_eq!(
            Config::new("/", Some("https://api.example.com/v1".into()), None).api,
            "https://api.example.com/v1"
        );
    }
}
