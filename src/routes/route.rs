use super::{base, paths::decoded};

/// A page of the app, identified by its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The entry page.
    Home,
    /// Sign in.
    SignIn,
    /// Help, available without sign-in.
    Help,
    /// The organization picker.
    Organizations,
    /// A page of an organization.
    Of(i64, Section),
    /// A URL without a page.
    Unknown,
}

/// A page within an organization's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// The settings page.
    Settings,
    /// The card on file.
    PaymentMethod,
    /// TestCloud Subscription.
    Subscription,
    /// TestCloud Upgrading.
    Upgrade,
    /// The review of an upgrade.
    Review,
    /// A payment attempt, by its id.
    Attempt(String),
    /// A receipt, by its number.
    Receipt(String),
    /// Shown in place of a page that the user's role cannot access. It has no URL.
    AccessDenied,
}

impl Page {
    /// The page at a path that includes the base and no query. Ignores one trailing slash.
    ///
    /// A path with an empty segment is unknown, because browsers resolve a path that starts with two slashes as a host.
    #[must_use]
    pub fn at(path: &str) -> Self {
        let Some(rest) = path.strip_prefix(base()) else { return Self::Unknown };
        let parts: Vec<&str> = rest.strip_suffix('/').unwrap_or(rest).split('/').collect();
        match parts.as_slice() {
            [""] => Self::Home,
            ["", "sign-in"] => Self::SignIn,
            ["", "help"] => Self::Help,
            ["", "organizations"] => Self::Organizations,
            ["", "organizations", organization, "settings", section @ ..] => {
                let page = organization.parse().ok().zip(Section::at(section));
                page.map_or(Self::Unknown, |(organization, section)| Self::Of(organization, section))
            }
            _ => Self::Unknown,
        }
    }

    /// The organization of the page.
    #[must_use]
    pub const fn organization(&self) -> Option<i64> {
        match self {
            Self::Of(organization, _) => Some(*organization),
            Self::Home | Self::SignIn | Self::Help | Self::Organizations | Self::Unknown => None,
        }
    }
}

impl Section {
    fn at(parts: &[&str]) -> Option<Self> {
        match parts {
            [] => Some(Self::Settings),
            ["payment-method"] => Some(Self::PaymentMethod),
            ["subscription-management", "testcloud", page @ ..] => match page {
                [] => Some(Self::Subscription),
                ["upgrade"] => Some(Self::Upgrade),
                ["upgrade", "review"] => Some(Self::Review),
                ["attempts", id] => decoded(id).map(Self::Attempt),
                ["receipts", number] => decoded(number).map(Self::Receipt),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::routes;

    #[test]
    fn built_paths_resolve_to_their_pages() {
        let of = |section| Page::Of(101, section);
        for (path, page) in [
            (routes::home(), Page::Home),
            (routes::sign_in(None), Page::SignIn),
            (routes::help(), Page::Help),
            (routes::organizations(), Page::Organizations),
            (routes::settings(101), of(Section::Settings)),
            (routes::payment_method(101), of(Section::PaymentMethod)),
            (routes::subscription(101), of(Section::Subscription)),
            (routes::upgrade(101, ""), of(Section::Upgrade)),
            (routes::review(101, ""), of(Section::Review)),
            (routes::attempt(101, "a 1/é"), of(Section::Attempt("a 1/é".to_owned()))),
            (routes::receipt(101, "HQ-1"), of(Section::Receipt("HQ-1".to_owned()))),
        ] {
            assert_eq!(Page::at(&path), page, "{path}");
        }
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in [
            "/organization",
            "/organizations/101",
            "/organizations/harbor/settings",
            "/organizations/101/settings/subscription-management",
            "/organizations/101/settings/subscription-management/testcloud/receipts",
            "/organizations/101/settings/subscription-management/testcloud/receipts/%FF",
            "/organizations/101/settings/subscription-management/testcloud/receipts//",
            "/organizations/101/settings//payment-method",
            "//",
            "//organizations",
            "/organizations//",
            "organizations",
            "/./organizations",
        ] {
            assert_eq!(Page::at(path), Page::Unknown, "{path}");
        }
        assert_eq!(Page::at("/organizations/"), Page::Organizations);
    }

    proptest! {
        #[test]
        fn any_path_has_a_page_and_no_panic(path in "(/|//|[a-z-]{0,9}|organizations|settings|[+-]?[0-9]{1,20}|%[0-9a-fA-F]{0,2}|\\PC){0,9}") {
            let page = Page::at(&path);
            prop_assert!(page == Page::Unknown || path.is_empty() || path.starts_with('/'), "{path}");
            prop_assert!(page == Page::Unknown || !path.contains("//"), "{path}");
        }
    }
}
