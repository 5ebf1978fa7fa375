//! The frame of a portal's page: messages, height, appearance, and what the person can see.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, JSON, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Blob, HtmlAnchorElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    MessageEvent, MessagePort, ResizeObserver, Url,
};

/// A message that this window received. Any window can send messages.
pub struct WindowMessage<'a> {
    event: &'a MessageEvent,
}

impl WindowMessage<'_> {
    /// Whether the page around the frame sent it.
    #[must_use]
    pub fn is_from_parent(&self) -> bool {
        let parent = window().parent().ok().flatten().map(JsValue::from);
        parent.is_some() && parent == self.event.source().map(JsValue::from)
    }

    /// The origin of the sender.
    #[must_use]
    pub fn origin(&self) -> String {
        self.event.origin()
    }

    /// Its content as JSON; `None` if it cannot be written as JSON.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        text_of(&self.event.data())
    }

    /// The port, if the message transfers exactly one.
    #[must_use]
    pub fn port(&self) -> Option<Port> {
        let ports = self.event.ports();
        (ports.length() == 1).then(|| Port(ports.get(0).unchecked_into()))
    }
}

fn text_of(data: &JsValue) -> Option<String> {
    JSON::stringify(data).ok()?.as_string()
}

/// Calls `call` for every message to this window, as long as the document lives.
pub fn on_window_message(call: impl Fn(WindowMessage<'_>) + 'static) {
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        call(WindowMessage { event: &event })
    });
    // This fails only for an invalid listener.
    window().add_event_listener_with_callback("message", listener.as_ref().unchecked_ref()).ok();
    listener.forget();
}

/// Posts a JSON text as an object to the page around the frame, if it has this origin.
pub fn post_to_parent(json: &str, origin: &str) {
    if let (Ok(Some(parent)), Ok(message)) = (window().parent(), JSON::parse(json)) {
        // The browser drops a message for another origin.
        parent.post_message(&message, origin).ok();
    }
}

/// One end of a channel that only two pages have.
#[derive(Clone, Debug)]
pub struct Port(MessagePort);

impl Port {
    /// Posts a JSON text as an object.
    pub fn post(&self, json: &str) {
        if let Ok(message) = JSON::parse(json) {
            self.0.post_message(&message).ok();
        }
    }

    /// Calls `call` with the JSON of every message, as long as the document lives.
    pub fn listen(&self, call: impl Fn(&dyn Fn() -> Option<String>) + 'static) {
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            call(&|| text_of(&event.data()));
        });
        // Setting the handler also starts the port.
        self.0.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        listener.forget();
    }
}

/// The height of the document's content in CSS pixels, rounded up.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::as_conversions,
    reason = "the height of a document is a small positive number"
)]
pub fn height() -> u32 {
    document().document_element().map_or(0, |root| root.get_bounding_client_rect().height().ceil() as u32)
}

/// Calls `call` whenever the height of the content changes, as long as the document lives.
pub fn on_height(call: impl Fn(u32) + 'static) {
    let listener = Closure::<dyn Fn()>::new(move || call(height()));
    if let (Ok(observer), Some(body)) =
        (ResizeObserver::new(listener.as_ref().unchecked_ref()), document().body())
    {
        observer.observe(&body);
    }
    listener.forget();
}

/// Milliseconds of a monotonic clock.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::as_conversions,
    reason = "the milliseconds since page load are a small positive number"
)]
pub fn monotonic_milliseconds() -> u64 {
    now() as u64
}

fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Sets the direction of the document's text, `ltr` or `rtl`.
pub fn set_direction(direction: &str) {
    if let Some(root) = document().document_element() {
        // This fails only for an invalid attribute name.
        root.set_attribute("dir", direction).ok();
    }
}

/// Sets CSS properties of the body, and removes those that were set before. Uses the object model, because the page's
/// security policy forbids style attributes in HTML.
pub fn set_properties(properties: &[(&str, String)]) {
    let Some(body) = document().body() else { return };
    let style = body.style();
    style.set_css_text("");
    for (name, value) in properties {
        // The protocol has checked names and values.
        style.set_property(name, value).ok();
    }
}

/// Saves a text as a file of the browser's downloads.
pub fn save_file(name: &str, text: &str) {
    let Ok(blob) = Blob::new_with_str_sequence(&Array::of1(&text.into())) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a")
        && let Some(link) = link.dyn_ref::<HtmlAnchorElement>()
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&address).ok();
}

/// How long an element has been visible to the person.
#[derive(Clone, Debug, Default)]
pub struct Visibility {
    since: Rc<RefCell<Option<f64>>>,
    observer: Rc<RefCell<Option<IntersectionObserver>>>,
}

/// The part of an element that counts as visible, to allow for rounding.
const VISIBLE_RATIO: f64 = 0.95;

impl Visibility {
    /// Observes the element with this id in place of the one observed before.
    ///
    /// Without a root, the browser also considers what the pages around the frame cut off. Chromium additionally reports
    /// whether another element covers it (`isVisible`).
    pub fn observe(&self, id: &str) {
        let since = Rc::clone(&self.since);
        since.replace(None);
        let listener = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let Some(entry) = entries.iter().last() else { return };
            let entry: IntersectionObserverEntry = entry.unchecked_into();
            let is_covered =
                Reflect::get(&entry, &"isVisible".into()).ok().and_then(|v| v.as_bool()) == Some(false);
            let is_visible =
                entry.intersection_ratio() >= VISIBLE_RATIO && !(is_covered && tracks_visibility());
            let before = *since.borrow();
            since.replace(is_visible.then(|| before.unwrap_or_else(now)));
        });
        let options = IntersectionObserverInit::new();
        options.set_threshold(&Array::of3(&0.into(), &0.5.into(), &VISIBLE_RATIO.into()));
        Reflect::set(&options, &"trackVisibility".into(), &JsValue::TRUE).ok();
        // The shortest delay that engines accept with `trackVisibility`.
        Reflect::set(&options, &"delay".into(), &100.into()).ok();
        let observer =
            IntersectionObserver::new_with_options(listener.as_ref().unchecked_ref(), &options).ok();
        listener.forget();
        if let (Some(observer), Some(element)) = (&observer, document().get_element_by_id(id)) {
            observer.observe(&element);
        }
        if let Some(before) = self.observer.replace(observer) {
            before.disconnect();
        }
    }

    /// Whether the element has been visible for this many milliseconds.
    #[must_use]
    pub fn lasts(&self, milliseconds: f64) -> bool {
        !is_shrunk() && self.since.borrow().is_some_and(|since| now() - since >= milliseconds)
    }
}

/// The smallest ratio of device pixels to CSS pixels at which a button can be read. Browsers zoom to a quarter, but the
/// page around the frame can make it smaller, which no observer reports.
const READABLE_RATIO: f64 = 0.25;

fn is_shrunk() -> bool {
    window().device_pixel_ratio() < READABLE_RATIO
}

/// Whether this engine reports covered elements. Others leave `isVisible` undefined or always false.
fn tracks_visibility() -> bool {
    let constructor = Reflect::get(&js_sys::global(), &"IntersectionObserver".into());
    let prototype = constructor.and_then(|constructor| Reflect::get(&constructor, &"prototype".into()));
    prototype.is_ok_and(|prototype| Reflect::has(&prototype, &"trackVisibility".into()).unwrap_or(false))
}
