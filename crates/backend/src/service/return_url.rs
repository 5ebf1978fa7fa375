use crate::config::Config;

/// Where the pages of the gateway and of banks return to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnUrl {
    /// The origin of the caller's page and the base path.
    base: String,
    /// Whether the caller is in a portal's frame, which opens such pages in a new tab.
    is_embedded: bool,
}

impl ReturnUrl {
    /// The address for a caller whose page has this origin, which must be an allowed one. A caller without one returns to
    /// the address of the service.
    #[must_use]
    pub fn new(config: &Config, origin: Option<&str>, is_embedded: bool) -> Self {
        let allowed = origin.filter(|origin| config.allowed_origins.iter().any(|allowed| allowed == origin));
        let first = || config.secure_origin.as_ref().or(config.allowed_origins.first());
        let origin = allowed.map(str::to_owned).or_else(|| first().cloned()).unwrap_or_default();
        Self { base: format!("{origin}{}", config.base_path), is_embedded }
    }

    /// The page of a payment attempt.
    #[must_use]
    pub fn of_attempt(&self, organization: i64, attempt: &str) -> String {
        self.of_page(organization, &format!("subscription-management/testcloud/attempts/{attempt}"))
    }

    /// The page of a subscription.
    #[must_use]
    pub fn of_subscription(&self, organization: i64) -> String {
        self.of_page(organization, "subscription-management/testcloud")
    }

    fn of_page(&self, organization: i64, page: &str) -> String {
        self.of_tab().unwrap_or_else(|| format!("{}/organizations/{organization}/settings/{page}", self.base))
    }

    /// The page that ends a tab which a frame opened. `None` outside a frame.
    #[must_use]
    pub fn of_tab(&self) -> Option<String> {
        self.is_embedded.then(|| format!("{}/gateway-return", self.base))
    }

    /// A page of an organization, given as its path with the base path. `None` if it is another page or origin.
    #[must_use]
    pub fn of_path(&self, config: &Config, organization: i64, path: &str) -> Option<String> {
        const LONGEST: usize = 1024;
        let below =
            path.strip_prefix(&format!("{}/organizations/{organization}/settings", config.base_path))?;
        let is_page = below.is_empty() || below.starts_with(['/', '?']);
        let (page, _) = below.split_once('?').unwrap_or((below, ""));
        let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\\{}<>\"".contains(&byte))
            && page.split('/').all(|segment| !segment.starts_with('.') && !segment.contains('%'))
            && !page.contains("//");
        let origin = self.base.strip_suffix(config.base_path.as_str())?;
        (is_page && is_plain && path.len() <= LONGEST).then(|| format!("{origin}{path}"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http_server::Proxies;

    use super::*;

    fn config(base_path: &str) -> Config {
        Config {
            allowed_origins: vec!["http://127.0.0.1:8081".to_owned(), "http://localhost:8080".to_owned()],
            base_path: base_path.to_owned(),
            secure_origin: None,
            proxies: Proxies::default(),
            audit_anchor: None,
            serve_dist: None,
            gateway_timeout: Duration::ZERO,
            recovery_interval: Duration::ZERO,
            contact: String::new(),
        }
    }

    #[test]
    fn bank_returns_to_the_page_of_the_attempt_at_the_callers_origin() {
        let config = config("/a");
        let url = ReturnUrl::new(&config, Some("http://localhost:8080"), false);

        assert_eq!(
            url.of_attempt(101, "att_1"),
            "http://localhost:8080/a/organizations/101/settings/subscription-management/testcloud/attempts/att_1"
        );
        for other in [None, Some("https://evil.example"), Some("null")] {
            let url = ReturnUrl::new(&config, other, false).of_subscription(101);
            assert!(url.starts_with("http://127.0.0.1:8081/a/organizations/101/"), "{url}");
        }
    }

    #[test]
    fn tab_of_a_frame_returns_to_its_own_page() {
        let config = config("");
        let url = ReturnUrl::new(&config, Some("http://127.0.0.1:8081"), true);

        assert_eq!(url.of_attempt(101, "att_1"), "http://127.0.0.1:8081/gateway-return");
        assert_eq!(url.of_tab().as_deref(), Some("http://127.0.0.1:8081/gateway-return"));
    }

    #[test]
    fn page_of_the_organization_is_accepted_and_nothing_else() {
        let config = config("/a/b");
        let url = ReturnUrl::new(&config, Some("http://localhost:8080"), false);
        let of = |path: &str| url.of_path(&config, 101, path);

        let page = "/a/b/organizations/101/settings/subscription-management/testcloud/upgrade/review?add=3";
        assert_eq!(of(page).as_deref(), Some(format!("http://localhost:8080{page}").as_str()));
        assert!(of("/a/b/organizations/101/settings").is_some());
        for path in [
            "",
            "/",
            "//evil.example/organizations/101/settings",
            "https://evil.example/a/b/organizations/101/settings",
            "/organizations/101/settings",
            "/a/b/organizations/1012/settings",
            "/a/b/organizations/102/settings",
            "/a/b/organizations/101/settingsx",
            "/a/b/organizations/101/settings/../../102",
            "/a/b/organizations/101/settings/%2e%2e/x",
            "/a/b/organizations/101/settings//x",
            "/a/b/organizations/101/settings/x\\y",
            "/a/b/organizations/101/settings/x#y",
            "/a/b/organizations/101/settings?x={CHECKOUT_SESSION_ID}",
            "/a/b/organizations/101/settings/x y",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
        assert_eq!(of(&format!("/a/b/organizations/101/settings?{}", "x".repeat(1024))), None);
    }
}
