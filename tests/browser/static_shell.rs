//! The static shell in `index.html` looks like the app that replaces it.

use leptos::prelude::*;
use testcloud_upgrading::layout::SideNav;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;

/// The navigation of the static shell.
fn static_navigation() -> &'static str {
    let page = include_str!("../../index.html");
    let (_, navigation) = page.split_once("<nav class=\"side-nav\"").expect("a navigation");
    let (_, items) = navigation.split_once('>').expect("a tag");
    items.split_once("</nav>").expect("an end").0
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

#[wasm_bindgen_test]
fn static_shell_has_the_navigation_of_the_app() {
    let app = Page::mount(|| view! { <SideNav organization=101 may_bill=true/> });
    let shell = Page::mount(|| view! { <nav inner_html=static_navigation()></nav> });

    assert_eq!(without_spaces(&shell.root_text()), without_spaces(&app.root_text()));
    for (selector, name) in [("li a", "aria-current"), ("ul", "role")] {
        assert_eq!(shell.attribute(selector, name), app.attribute(selector, name), "{name} of {selector}");
    }
}
