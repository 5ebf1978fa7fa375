//! The address bar, which stores the draft.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// Replaces the query of the current history entry, without a request, a navigation or a new entry.
pub fn replace_query(query: &str) {
    // Include the origin: a path that starts with two slashes would be resolved as another host.
    let path = here();
    let address = if query.is_empty() { path } else { format!("{path}?{query}") };
    let Ok(history) = window().history() else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    // Browsers limit how often this may be called. The next change writes the address again.
    history.replace_state_with_url(&state, "", Some(&address)).ok();
}

/// The query in the address bar, without its question mark; `None` when the bar shows another path.
///
/// The address bar and the router can differ. [`replace_query`] updates only the bar. After a click on a link, the
/// router has the new path before the bar does; this function then returns `None`.
#[must_use]
pub fn query_of(path: &str) -> Option<String> {
    window().location().pathname().is_ok_and(|current| current == path).then(query)
}

/// The decoded value of a query parameter.
#[must_use]
pub fn parameter(query: &str, name: &str) -> Option<String> {
    UrlSearchParams::new_with_str(query).ok()?.get(name)
}

/// The query in the address bar, without its question mark.
#[must_use]
pub fn query() -> String {
    window().location().search().unwrap_or_default().trim_start_matches('?').to_owned()
}

/// The path in the address bar.
#[must_use]
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Replaces the address of the current history entry, without a request or a navigation.
pub fn replace(path: &str) {
    if let (Ok(history), Ok(origin)) = (window().history(), window().location().origin()) {
        // This fails only for the address of another origin.
        history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{origin}{path}"))).ok();
    }
}

/// Leaves for a URL of another origin. The page stays until the browser shows the other one.
pub fn leave(url: &str) {
    // A URL that cannot be parsed leaves the page unchanged.
    window().location().assign(url).ok();
}

/// The origin of this page.
#[must_use]
pub fn own_origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The URL of this page, without its query.
fn here() -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    format!("{}{}", part(location.origin()), part(location.pathname()))
}
