//! Access to the document.

use js_sys::Reflect;
use leptos::prelude::{RwSignal, Set, WithUntracked, document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Id of the page's heading, which takes the focus after navigation.
pub const HEADING: &str = "page-title";
const MOUNT: &str = "testcloud-upgrading";
const STOPPED: &str = "tcu-stopped";
const ANNOUNCER: &str = "tcu-announcer";

fn mount_element() -> Option<HtmlElement> {
    document().get_element_by_id(MOUNT)?.dyn_into().ok()
}

/// Returns the mount element, emptied.
#[must_use]
pub fn take_mount_element() -> Option<HtmlElement> {
    let mount = mount_element()?;
    mount.set_text_content(None);
    Some(mount)
}

/// The value of the mount element's attribute `data-{name}`.
#[must_use]
pub fn setting(name: &str) -> Option<String> {
    mount_element()?.get_attribute(&format!("data-{name}"))
}

/// The `href` of the document's `<base>`, as written.
#[must_use]
pub fn base_href() -> Option<String> {
    document().query_selector("base").ok().flatten()?.get_attribute("href")
}

/// Sets the document's language and direction, and translates the static notice for a stopped page.
pub fn set_language(tag: &str, rtl: bool, stopped: &str) {
    let document = document();
    if let Some(root) = document.document_element() {
        for (name, value) in [("lang", tag), ("dir", if rtl { "rtl" } else { "ltr" })] {
            // This fails only for an invalid attribute name.
            root.set_attribute(name, value).ok();
        }
    }
    let sentence = document.get_element_by_id(STOPPED).and_then(|element| element.first_element_child());
    if let Some(sentence) = sentence {
        sentence.set_text_content(Some(stopped));
    }
}

/// The current value of the field with this id; `None` when there is no such field.
#[must_use]
pub fn field_value(id: &str) -> Option<String> {
    let field = document().get_element_by_id(id)?;
    Reflect::get(&field, &"value".into()).ok()?.as_string()
}

/// Updates a signal from a field, because a password manager may have filled the field without an `input` event.
pub fn read_field(id: &str, current: RwSignal<String>) {
    if let Some(value) = field_value(id)
        && current.with_untracked(|current| *current != value)
    {
        current.set(value);
    }
}

/// Sets the title of the document.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus to the element with this id once it is rendered.
pub fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus_element(&element);
        }
    });
}

/// Moves the focus to the element with this id once it is rendered, unless another element has the focus by then.
pub fn catch_focus(id: &'static str) {
    request_animation_frame(move || {
        if !has_focus()
            && let Some(element) = document().get_element_by_id(id)
        {
            focus_element(&element);
        }
    });
}

/// Moves the focus to the page's heading. Call this after the focused part of the page was removed.
pub fn focus_heading() {
    focus(HEADING);
}

/// Moves the focus to the page's heading if the next render removes the focused element.
pub fn keep_focus() {
    if has_focus() {
        catch_focus(HEADING);
    }
}

/// Whether a visible element has the focus.
#[must_use]
pub fn has_focus() -> bool {
    let document = document();
    // Without a focused element this is the body. A hidden element keeps the focus until the next frame is painted.
    document
        .active_element()
        .filter(|element| document.body().is_none_or(|body| *element != *body))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.offset_height() > 0)
}

/// The current text of the element with this id.
#[must_use]
pub fn text(id: &str) -> Option<String> {
    document().get_element_by_id(id)?.text_content()
}

/// Moves the focus to an element.
pub fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // This fails only for an element that was just removed from the document.
        element.focus().ok();
    }
}

/// Announces a sentence in the polite live region, without moving the focus.
pub fn announce(sentence: &str) {
    if let Some(region) = document().get_element_by_id(ANNOUNCER) {
        region.set_text_content(Some(sentence));
    }
}

/// Shows the static notice for a stopped page, with the source location of the panic in `data-place`.
pub fn reveal_stopped(location: &str) {
    if let Some(element) = window().document().and_then(|document| document.get_element_by_id(STOPPED)) {
        // Ignore failures: the app is already stopping.
        element.remove_attribute("hidden").ok();
        element.set_attribute("data-place", location).ok();
    }
}

/// Opens a native modal dialog, which traps the focus and closes on Escape.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.open() {
        // This fails only for a dialog that is no longer in the document.
        dialog.show_modal().ok();
    }
}

/// Copies a text to the clipboard and returns whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Reloads the document, in the version that is currently deployed.
pub fn reload() {
    // A failure leaves the page unchanged.
    window().location().reload().ok();
}

/// Prints the page.
pub fn print() {
    // Browsers that cannot print ignore this.
    window().print().ok();
}
