//! Tests of components and pages in a real browser.
#![cfg(target_arch = "wasm32")]

mod addresses;
mod entry;
mod page;
mod static_shell;
mod translation;
mod upgrading;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
