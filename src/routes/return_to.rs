use leptos_router::location::{BrowserUrl, LocationProvider};

use super::route::{Route, with_query};

/// The path and query to open after sign-in, from the `return` parameter; `None` when it is not a page of this app at
/// `own_origin`.
///
/// Anyone can set this parameter in a link. The browser's own URL parser resolves it, so that this check and the
/// navigation interpret it in the same way.
#[must_use]
pub fn safe_return(address: &str, own_origin: &str) -> Option<String> {
    let url = BrowserUrl::parse(address).ok().filter(|url| url.origin() == own_origin)?;
    page_address(url.path(), url.search())
}

/// The path and query of a page of this app, except sign-in, which would redirect to itself.
fn page_address(path: &str, query: &str) -> Option<String> {
    let is_page = Route::parse(path).is_some_and(|route| route != Route::SignIn);
    is_page.then(|| with_query(path.to_owned(), query))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::page_address;

    /// Resolves a URL by the same standard as the browser.
    fn safe_return(address: &str) -> Option<String> {
        let url = origin().join(address).ok().filter(|url| url.origin() == origin().origin())?;
        page_address(url.path(), url.query().unwrap_or_default())
    }

    fn origin() -> Url {
        Url::parse("https://testops.example.com").expect("a valid origin")
    }

    #[test]
    fn same_origin_paths_keep_their_query() {
        let path = "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3&code=LEAP15";
        assert_eq!(safe_return(path).as_deref(), Some(path));
        assert_eq!(safe_return("https://testops.example.com/help#x").as_deref(), Some("/help"));
        assert_eq!(safe_return("/x/../organizations").as_deref(), Some("/organizations"));
    }

    #[test]
    fn crafted_return_addresses_are_refused() {
        for address in [
            "//evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/x/..//evil.example",
            "/%2e%2e//evil.example",
            "/\\evil.example",
            "https:\\\\evil.example",
            "https://evil.example/organizations",
            "http://testops.example.com/organizations",
            "javascript:alert(1)",
            "data:text/html,x",
            "blob:https://testops.example.com/organizations",
            "https://ok@evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/ /evil.example",
            "/\u{ff0f}evil.example",
            "/sign-in?return=/sign-in",
            "/x/../sign-in",
            "/unknown",
        ] {
            assert_eq!(safe_return(address), None, "{address}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]

        #[test]
        fn every_return_stays_on_this_origin_and_keeps_its_path(
            address in r"(/|//|\\|\.|\.\.|%2e|%2E%2f|%5c|@|:|\?|#|&|\t|\n| |\[|\]|[a-z]{0,4}:|https?://|evil\.example|testops\.example\.com|sign-in|organizations|help|settings|[0-9]{1,3}|\PC){0,8}"
        ) {
            if let Some(path) = safe_return(&address) {
                let url = origin().join(&path).unwrap();
                prop_assert_eq!(url.origin(), origin().origin());
                let again = url.query().map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path()));
                prop_assert_eq!(again, path);
            }
        }
    }
}
