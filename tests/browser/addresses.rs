//! Any URL, typed, linked or restored, shows a page of this app and causes no panic.

use leptos::prelude::*;
use testcloud_upgrading::{
    App,
    config::Config,
    routes,
    text::language::{LANGUAGES, speak},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

use crate::page::{Page, until};

/// URL parts that parsers interpret in unexpected ways.
const PIECES: [&str; 29] = [
    "/",
    "//",
    "\\",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    "%2f",
    "%5c",
    "%00",
    "%ff",
    "%",
    "@",
    ":",
    "?",
    "#",
    "\t",
    "\n",
    " ",
    "é",
    "\u{ff0f}",
    "[",
    "javascript:",
    "https:",
    "blob:",
    "evil.example",
    "sign-in",
    "organizations",
    "help",
];

fn own_origin() -> String {
    window().location().origin().expect("an origin")
}

/// Sets the URL of the page.
fn go_to(path: &str) {
    let address = format!("{}{path}", own_origin());
    window()
        .history()
        .expect("a history")
        .replace_state_with_url(&JsValue::NULL, "", Some(&address))
        .expect(path);
}

#[wasm_bindgen_test]
fn return_addresses_stay_in_the_app_or_are_refused() {
    let origin = own_origin();
    let mut kept = 0;
    for first in PIECES {
        for second in PIECES {
            for third in PIECES {
                for address in [format!("/{first}{second}{third}"), format!("{first}{second}{third}/help")] {
                    let Some(path) = routes::safe_return(&address, &origin) else { continue };
                    kept += 1;
                    // Resolved as the history API does, which Chromium rate-limits.
                    let resolved = Url::new_with_base(&path, &origin).expect(&address);
                    assert_eq!(resolved.origin(), origin, "{address:?}");
                    assert_eq!(resolved.pathname() + &resolved.search(), path, "{address:?}");
                }
            }
        }
    }
    assert!(kept > 100, "{kept}");
}

#[wasm_bindgen_test]
async fn every_typed_address_shows_a_page() {
    let testcloud = "/organizations/101/settings/subscription-management/testcloud";
    let [english, ..] = &LANGUAGES;
    assert!(speak(english, ""));
    for path in [
        "//".to_owned(),
        "//organizations".to_owned(),
        "//evil.example/organizations/101/settings".to_owned(),
        "/.//evil.example".to_owned(),
        "/%".to_owned(),
        "/%FF%00".to_owned(),
        "/%5C%5Cevil.example".to_owned(),
        "/organizations//101/settings".to_owned(),
        "/organizations/99999999999999999999/settings".to_owned(),
        "/organizations/-9223372036854775808/settings".to_owned(),
        "/sign-in?return=%2F.%2F%2Fevil.example&return=%FF".to_owned(),
        "/help?x=%zz#%zz".to_owned(),
        format!("{testcloud}/receipts/%2F..%2F"),
        format!("{testcloud}/receipts/%FF"),
        format!("{testcloud}/attempts/%F0%9F%92%B3"),
        format!("{testcloud}/upgrade?add=99999999999999999999&from=-1&cycle=%00&code=%F0%9F%92%B3"),
        format!("{testcloud}/upgrade/review?add=9223372036854775807&add=1#%"),
    ] {
        go_to(&path);
        let config = Config { base: String::new(), api: "/api/v1".to_owned(), locale: None };
        let page = Page::mount(move || view! { <App config language=english/> });

        // There is no backend, so pages that need a session show that the service cannot be reached.
        until(|| page.has("h1") || page.has("[role=alert]")).await;
    }
    go_to("/");
}
