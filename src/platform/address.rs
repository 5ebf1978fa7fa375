//! The address bar, where a draft is kept.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// Rewrites the query of the present history entry in place: no request, no navigation, no new entry.
pub fn replace_query(query: &str) {
    // With the origin: a path alone that starts with two slashes would name another host.
    let path = here();
    let address = if query.is_empty() { path } else { format!("{path}?{query}") };
    let Ok(history) = window().history() else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    // Browsers limit how often this may be called; the next change writes the address again.
    history.replace_state_with_url(&state, "", Some(&address)).ok();
}

/// The query of a path, without its question mark, while the address bar shows that path.
///
/// The bar knows of what was replaced in place, and the router does not; the router knows of a link whose address is
/// not written yet, for which this answers `None`.
#[must_use]
pub fn query_of(path: &str) -> Option<String> {
    window().location().pathname().is_ok_and(|present| present == path).then(query)
}

/// A parameter of a query, decoded.
#[must_use]
pub fn parameter(query: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(query).ok()?.get(name)
}

/// The present query, without its question mark.
#[must_use]
pub fn query() -> String {
    window().location().search().unwrap_or_default().trim_start_matches('?').to_owned()
}

/// The address of this page without its query.
#[must_use]
pub fn here() -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    format!("{}{}", part(location.origin()), part(location.pathname()))
}
