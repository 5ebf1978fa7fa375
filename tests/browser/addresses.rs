//! Any address, typed, linked or restored, shows a page of this app and never stops it.

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

/// Pieces of addresses that URL parsers read in unexpected ways.
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

/// Puts a path into the address bar, as typing it would.
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
                for asked in [format!("/{first}{second}{third}"), format!("{first}{second}{third}/help")] {
                    let Some(path) = routes::safe_return(&asked) else { continue };
                    kept += 1;
                    // As the history API resolves it, which Chromium lets nobody call as often.
                    let resolved = Url::new_with_base(&path, &origin).expect(&asked);
                    assert_eq!(resolved.origin(), origin, "{asked:?}");
                    assert_eq!(resolved.pathname() + &resolved.search(), path, "{asked:?}");
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

        // Without a backend, what needs a session says that the service did not answer.
        until(|| page.has("h1") || page.has("[role=alert]")).await;
    }
    go_to("/");
}
