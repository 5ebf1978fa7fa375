use contract::Role;

use super::{
    base::base,
    percent::{percent_decode, percent_encode},
};

const SIGN_IN: &str = "/sign-in";
const HELP: &str = "/help";
const ORGANIZATIONS: &str = "/organizations";
const SETTINGS: &str = "/settings";

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The entry page.
    Home,
    /// Sign in.
    SignIn,
    /// Help, available without sign-in.
    Help,
    /// The organization picker.
    Organizations,
    /// A page of the organization with this id.
    Organization(i64, Section),
}

/// Defines the pages of an organization, each with its path below the organization's settings. The path is formatted
/// and parsed from this one place. The argument of a page follows its path as the last segment.
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident $(($argument:ident))? => $path:literal,)*) => {
        /// A page of an organization.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Section {
            $($(#[$doc])* $section $((sections!(@type $argument)))?,)*
        }

        impl Section {
            fn path_and_argument(&self) -> (&'static str, Option<&str>) {
                match self {
                    $(Self::$section $(($argument))? => ($path, None $(.or(Some($argument.as_str())))?),)*
                }
            }

            fn parse(path: &str) -> Option<Self> {
                $(sections!(@parse path, $path, $section $($argument)?);)*
                let (path, segment) = path.split_at_checked(path.rfind('/')? + 1)?;
                let argument = percent_decode(segment)?;
                $(sections!(@parse_argument path, argument, $path, $section $($argument)?);)*
                None
            }
        }
    };
    (@type $argument:ident) => { String };
    (@parse $path:ident, $pattern:literal, $section:ident) => {
        if $path == $pattern {
            return Some(Self::$section);
        }
    };
    (@parse $path:ident, $pattern:literal, $section:ident $argument:ident) => {};
    (@parse_argument $path:ident, $value:ident, $pattern:literal, $section:ident) => {};
    (@parse_argument $path:ident, $value:ident, $pattern:literal, $section:ident $argument:ident) => {
        if $path == $pattern {
            return Some(Self::$section($value));
        }
    };
}

sections! {
    /// The settings page.
    Settings => "",
    /// The card on file.
    PaymentMethod => "/payment-method",
    /// TestCloud Subscription.
    Subscription => "/subscription-management/testcloud",
    /// TestCloud Upgrading.
    Upgrade => "/subscription-management/testcloud/upgrade",
    /// The review of an upgrade.
    Review => "/subscription-management/testcloud/upgrade/review",
    /// A payment attempt, by its id.
    Attempt(id) => "/subscription-management/testcloud/attempts/",
    /// A receipt, by its number.
    Receipt(number) => "/subscription-management/testcloud/receipts/",
}

impl Route {
    /// The page at a path that includes the base and no query. Ignores one trailing slash.
    ///
    /// A path with an empty segment has no page, because browsers resolve a path that starts with two slashes as a
    /// host.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix(base())?;
        match path.strip_suffix('/').unwrap_or(path) {
            "" => Some(Self::Home),
            SIGN_IN => Some(Self::SignIn),
            HELP => Some(Self::Help),
            ORGANIZATIONS => Some(Self::Organizations),
            path => {
                let path = path.strip_prefix(ORGANIZATIONS)?.strip_prefix('/')?;
                let (organization, section) = path.split_at_checked(path.find('/')?)?;
                let section = Section::parse(section.strip_prefix(SETTINGS)?)?;
                Some(Self::Organization(organization.parse().ok()?, section))
            }
        }
    }

    /// The path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        let path = match self {
            Self::Home => "/",
            Self::SignIn => SIGN_IN,
            Self::Help => HELP,
            Self::Organizations => ORGANIZATIONS,
            Self::Organization(organization, section) => return section.path(*organization),
        };
        format!("{}{path}", base())
    }

    /// The organization of the page.
    #[must_use]
    pub const fn organization(&self) -> Option<i64> {
        match self {
            Self::Organization(organization, _) => Some(*organization),
            Self::Home | Self::SignIn | Self::Help | Self::Organizations => None,
        }
    }
}

impl Section {
    /// The path of the page of an organization.
    #[must_use]
    pub fn path(&self, organization: i64) -> String {
        let (path, argument) = self.path_and_argument();
        let argument = argument.map(percent_encode).unwrap_or_default();
        format!("{}{ORGANIZATIONS}/{organization}{SETTINGS}{path}{argument}", base())
    }

    /// The path of the page of an organization, with a query (no question mark; may be empty).
    #[must_use]
    pub fn path_with_query(&self, organization: i64, query: &str) -> String {
        with_query(self.path(organization), query)
    }
}

/// The path of the sign-in page. `return_to` is the path and query to open after sign-in.
#[must_use]
pub fn sign_in(return_to: &str) -> String {
    with_query(Route::SignIn.path(), &format!("return={}", percent_encode(return_to)))
}

/// The path of the first page of an organization for a role.
#[must_use]
pub fn first_page(organization: i64, role: Role) -> String {
    let section = if role.may_bill() { Section::Subscription } else { Section::Settings };
    section.path(organization)
}

pub(super) fn with_query(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paths_round_trip() {
        const TESTCLOUD: &str = "/organizations/101/settings/subscription-management/testcloud";
        let of = |section| Route::Organization(101, section);
        for (route, path) in [
            (Route::Home, "/".to_owned()),
            (Route::SignIn, "/sign-in".to_owned()),
            (Route::Help, "/help".to_owned()),
            (Route::Organizations, "/organizations".to_owned()),
            (of(Section::Settings), "/organizations/101/settings".to_owned()),
            (of(Section::PaymentMethod), "/organizations/101/settings/payment-method".to_owned()),
            (of(Section::Subscription), TESTCLOUD.to_owned()),
            (of(Section::Upgrade), format!("{TESTCLOUD}/upgrade")),
            (of(Section::Review), format!("{TESTCLOUD}/upgrade/review")),
            (of(Section::Attempt("a 1/é".to_owned())), format!("{TESTCLOUD}/attempts/a%201%2F%C3%A9")),
            (of(Section::Receipt("HQ-1".to_owned())), format!("{TESTCLOUD}/receipts/HQ-1")),
        ] {
            assert_eq!(route.path(), path);
            assert_eq!(Route::parse(&path), Some(route), "{path}");
        }
    }

    #[test]
    fn sign_in_path_preserves_the_draft() {
        assert_eq!(
            sign_in("/organizations/101/x?add=3&code=A_B"),
            "/sign-in?return=%2Forganizations%2F101%2Fx%3Fadd%3D3%26code%3DA_B"
        );
    }

    #[test]
    fn empty_query_adds_no_question_mark() {
        let path = Section::Review.path(7);
        assert_eq!(Section::Review.path_with_query(7, ""), path);
        assert_eq!(Section::Review.path_with_query(7, "add=1"), format!("{path}?add=1"));
    }

    #[test]
    fn other_paths_have_no_page() {
        for path in [
            "/organization",
            "/organizations/101",
            "/organizations/harbor/settings",
            "/organizations/101/settings//",
            "/organizations/101/settingsx",
            "/organizations/101/settings/payment-methods",
            "/organizations/101/settings/subscription-management/testcloud/receipts/a/b",
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
            assert_eq!(Route::parse(path), None, "{path}");
        }
        assert_eq!(Route::parse("/organizations/"), Some(Route::Organizations));
    }

    proptest! {
        #[test]
        fn any_path_is_parsed_without_a_panic(path in "(/|//|[a-z-]{0,9}|organizations|settings|[+-]?[0-9]{1,20}|%[0-9a-fA-F]{0,2}|\\PC){0,9}") {
            let page = Route::parse(&path);
            prop_assert!(page.is_none() || path.is_empty() || path.starts_with('/'), "{path}");
            prop_assert!(page.is_none() || !path.contains("//"), "{path}");
        }
    }
}
