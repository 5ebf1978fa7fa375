//! Tests of components and pages in a real browser.
#![cfg(target_arch = "wasm32")]

mod addresses;
mod card_setup;
mod entry;
mod page;
mod service;
mod static_shell;
mod translation;
mod upgrading;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
