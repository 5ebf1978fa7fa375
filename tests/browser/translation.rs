//! Pages that the browser translates by replacing text nodes with its own elements.

use leptos::{prelude::*, task::tick};
use testcloud_upgrading::view::{live_text, live_view};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::MutationObserver;

use crate::page::Page;

/// Translates the document until it is dropped.
struct Translation(MutationObserver);

impl Translation {
    fn start() -> Self {
        let script = include_str!("../e2e/src/browser/translate.js");
        Self(js_sys::eval(script).expect("the script runs").unchecked_into())
    }
}

impl Drop for Translation {
    fn drop(&mut self) {
        self.0.disconnect();
    }
}

#[wasm_bindgen_test]
async fn live_text_replaces_its_translation() {
    let amount = RwSignal::new("$241.55".to_owned());
    let page = Page::mount(move || view! { <p>{live_text(move || amount.get())}</p> });
    let translation = Translation::start();
    tick().await;
    assert_eq!(page.text("p"), "$241.55 *");

    amount.set("$402.58".to_owned());
    tick().await;

    assert_eq!(page.text("p"), "$402.58 *");
    amount.set(String::new());
    tick().await;
    assert_eq!(page.text("p"), "");
    drop(translation);
}

#[wasm_bindgen_test]
async fn live_text_keeps_a_translation_that_is_still_valid() {
    let (seconds, page) = {
        let seconds = RwSignal::new(61);
        let warning = move || if seconds.get() > 60 { "holds".to_owned() } else { "ends soon".to_owned() };
        (seconds, Page::mount(move || view! { <p>{live_text(warning)}</p> }))
    };
    let _translation = Translation::start();
    let watched = page.watch_text("p");

    seconds.set(62);
    tick().await;

    assert_eq!(watched.read(), [""; 0]);
    seconds.set(60);
    tick().await;
    assert_eq!(page.text("p"), "ends soon *");
}

#[wasm_bindgen_test]
async fn redrawn_view_removes_its_translation() {
    let sessions = RwSignal::new(3);
    let page = Page::mount(move || {
        let view = move || match sessions.get() {
            0 => ().into_any(),
            // A text node at the root, and an element that is only present for some values.
            sessions => {
                view! { {sessions.to_string()} {(sessions > 3).then(|| view! { <b>"more"</b> })} " sessions" }
                    .into_any()
            }
        };
        view! { <p>"Added: " {live_view(view)} <i>"."</i></p> }
    });
    let _translation = Translation::start();
    tick().await;
    assert_eq!(page.text("p"), "Added:  *3 * sessions *. *");

    for (added, text) in [
        (5, "Added:  *5 *more * sessions *. *"),
        (0, "Added:  *. *"),
        (4, "Added:  *4 *more * sessions *. *"),
    ] {
        sessions.set(added);
        tick().await;

        assert_eq!(page.text("p"), text);
    }
}

#[wasm_bindgen_test]
async fn nested_views_are_redrawn_in_place_in_a_translated_page() {
    let (outer, inner) = (RwSignal::new(1), RwSignal::new(1));
    let page = Page::mount(move || {
        let part = move || {
            let outer = outer.get();
            let nested = live_view(move || inner.get().to_string().into_any());
            view! { {outer.to_string()} "/" {nested} }.into_any()
        };
        view! { <p>{live_view(part)}</p> }
    });
    let _translation = Translation::start();
    tick().await;

    for (new_outer, new_inner) in [(1, 2), (2, 2), (2, 3)] {
        outer.set(new_outer);
        inner.set(new_inner);
        tick().await;
        tick().await;

        assert_eq!(page.text("p"), format!("{new_outer} */ *{new_inner} *"));
    }
}
