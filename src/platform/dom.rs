//! The document around the app.

use js_sys::Reflect;
use leptos::prelude::{RwSignal, Set, WithUntracked, document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const MOUNT: &str = "testcloud-upgrading";
const STOPPED: &str = "tcu-stopped";
const ANNOUNCER: &str = "tcu-announcer";

fn mount_element() -> Option<HtmlElement> {
    document().get_element_by_id(MOUNT)?.dyn_into().ok()
}

/// The mount element, emptied of the static shell that stood in for the app.
#[must_use]
pub fn take_mount_element() -> Option<HtmlElement> {
    let mount = mount_element()?;
    mount.set_text_content(None);
    Some(mount)
}

/// A setting of the mount element: its attribute `data-…`.
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    mount_element()?.get_attribute(&format!("data-{name}"))
}

/// The address of the document's `<base>`, as written.
#[must_use]
pub fn base_href() -> Option<String> {
    document().query_selector("base").ok().flatten()?.get_attribute("href")
}

/// Tells the document its language and direction, and puts its own sentence for a stopped page into it.
pub fn set_language(tag: &str, rtl: bool, stopped: &str) {
    let document = document();
    if let Some(root) = document.document_element() {
        for (name, value) in [("lang", tag), ("dir", if rtl { "rtl" } else { "ltr" })] {
            // Both are valid names of attributes, which is all that can be refused.
            root.set_attribute(name, value).ok();
        }
    }
    let sentence = document.get_element_by_id(STOPPED).and_then(|element| element.first_element_child());
    if let Some(sentence) = sentence {
        sentence.set_text_content(Some(stopped));
    }
}

/// The text in the field with this id, as the document has it; `None` while there is no such field.
#[must_use]
pub fn field_value(id: &str) -> Option<String> {
    let field = document().get_element_by_id(id)?;
    Reflect::get(&field, &"value".into()).ok()?.as_string()
}

/// Updates what is known of the text in a field: a password manager may have filled it without an `input` event.
pub fn read_field(id: &str, known: RwSignal<String>) {
    if let Some(value) = field_value(id)
        && known.with_untracked(|known| *known != value)
    {
        known.set(value);
    }
}

/// Sets the title of the document.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus to the element with this id once it has been drawn.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus_element(&element);
        }
    });
}

/// Moves the focus to the element with this id once it has been drawn, if nothing has it by then.
pub fn catch_focus(id: &'static str) {
    request_animation_frame(move || {
        if !has_focus()
            && let Some(element) = document().get_element_by_id(id)
        {
            focus_element(&element);
        }
    });
}

/// Whether anything that can be seen has the focus.
#[must_use]
pub fn has_focus() -> bool {
    let document = document();
    // A document without a focus answers its body. What is hidden keeps the focus until the next frame is painted.
    document
        .active_element()
        .filter(|element| document.body().is_none_or(|body| *element != *body))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.offset_height() > 0)
}

/// The text of the element with this id, as it is in the document now.
#[must_use]
pub fn text(id: &str) -> Option<String> {
    document().get_element_by_id(id)?.text_content()
}

/// Moves the focus to an element.
pub fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that has just left the document has no focus to take.
        element.focus().ok();
    }
}

/// Has assistive technology read a sentence, politely, without moving the focus.
pub fn announce(sentence: &str) {
    if let Some(region) = document().get_element_by_id(ANNOUNCER) {
        region.set_text_content(Some(sentence));
    }
}

/// Shows the static document's word that the page has stopped, marked with the place in the source that stopped it.
pub fn reveal_stopped(place: &str) {
    if let Some(element) = window().document().and_then(|document| document.get_element_by_id(STOPPED)) {
        // Nothing can be done about a refusal while the app is going down.
        element.remove_attribute("hidden").ok();
        element.set_attribute("data-place", place).ok();
    }
}

/// Opens a native dialog over the page; it keeps the focus inside and closes on Escape.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.open() {
        // It throws only for a dialog that has left the document.
        dialog.show_modal().ok();
    }
}

/// Puts a text onto the clipboard. Answers whether the browser let it.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Loads the document again, in the version that is served now.
pub fn reload() {
    // A refusal leaves the page as it is.
    window().location().reload().ok();
}

/// Prints the page.
pub fn print() {
    // A browser without printing ignores it.
    window().print().ok();
}
