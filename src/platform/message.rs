//! What the gateway's hosted card field tells the page.

use js_sys::Reflect;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;
use web_sys::HtmlIFrameElement;

/// A message of the card field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardMessage {
    /// The gateway took the card and named it.
    Token(String),
    /// The field needs this many CSS pixels.
    Height(u32),
}

/// Listens to the card field in `frame`, which lives on `origin`, until the current owner is cleaned up.
///
/// Any window may send any message, so both the sender and its origin have to be the field's.
pub fn on_card_message(
    origin: String,
    frame: impl Fn() -> Option<HtmlIFrameElement> + 'static,
    call: impl Fn(CardMessage) + 'static,
) {
    let listener = window_event_listener(ev::message, move |event| {
        let sender = event.source().map(JsValue::from);
        let expected = frame().and_then(|frame| frame.content_window()).map(JsValue::from);
        if event.origin() == origin
            && sender.is_some()
            && sender == expected
            && let Some(message) = read(&event.data())
        {
            call(message);
        }
    });
    on_cleanup(move || listener.remove());
}

fn read(sent: &JsValue) -> Option<CardMessage> {
    let field = |name: &str| Reflect::get(sent, &JsValue::from_str(name)).ok();
    match field("type")?.as_string()?.as_str() {
        "tcu.card" => field("token")?.as_string().filter(|token| !token.is_empty()).map(CardMessage::Token),
        "tcu.card.height" => height(&field("height")?).map(CardMessage::Height),
        _ => None,
    }
}

/// A height a card field can reasonably ask for; a frame must not be able to push the page away.
fn height(sent: &JsValue) -> Option<u32> {
    let text = js_sys::JSON::stringify(sent).ok()?.as_string()?;
    text.parse().ok().filter(|height| (40..=2_000).contains(height))
}

/// Scheme, host and port of an absolute address; empty when it has none, which no message ever comes from.
#[must_use]
pub fn origin_of(address: &str) -> String {
    let origin = address.split_once("://").map(|(scheme, rest)| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        format!("{scheme}://{host}")
    });
    origin.unwrap_or_default()
}

/// The origin of this page.
#[must_use]
pub fn own_origin() -> String {
    window().location().origin().unwrap_or_default()
}
