//! Messages from the gateway's hosted card field.

use js_sys::Reflect;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;
use web_sys::HtmlIFrameElement;

/// A message from the card field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardMessage {
    /// The gateway accepted the card and issued this token.
    Token(String),
    /// The height that the field needs, in CSS pixels.
    Height(u32),
}

/// Calls `call` for each message from the card field in `frame` on `origin`, until the current owner is cleaned up.
///
/// Any window can send messages, so both the sender and its origin must match.
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
            && let Some(message) = parse(&event.data())
        {
            call(message);
        }
    });
    on_cleanup(move || listener.remove());
}

fn parse(data: &JsValue) -> Option<CardMessage> {
    let field = |name: &str| Reflect::get(data, &JsValue::from_str(name)).ok();
    match field("type")?.as_string()?.as_str() {
        "tcu.card" => field("token")?.as_string().filter(|token| !token.is_empty()).map(CardMessage::Token),
        "tcu.card.height" => parse_height(&field("height")?).map(CardMessage::Height),
        _ => None,
    }
}

/// Parses a height in a plausible range, so that the frame cannot push the page's content out of view.
fn parse_height(data: &JsValue) -> Option<u32> {
    let text = js_sys::JSON::stringify(data).ok()?.as_string()?;
    text.parse().ok().filter(|height| (40..=2_000).contains(height))
}

/// Scheme, host and port of an absolute URL; empty for any other URL, which matches the origin of no message.
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
