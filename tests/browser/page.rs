//! Mounts a view for a test, acts on it and reads it.

use std::{cell::RefCell, rc::Rc};

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit,
    MutationObserver, MutationObserverInit,
};

/// A view mounted into a new element, which is removed when the test ends.
pub struct Page {
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Page {
    /// Mounts a view.
    pub fn mount<V: IntoView + 'static>(make: impl FnOnce() -> V + 'static) -> Self
    where
        V::State: 'static,
    {
        let root: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
        document().body().expect("a body").append_child(&root).expect("in the document");
        let mounted = mount_to(root.clone(), make);
        Self { root, _mounted: Box::new(mounted) }
    }

    /// Returns the first element that matches a selector.
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found: Option<Element> = self.root.query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("nothing matches {selector}")).unchecked_into()
    }

    /// Whether an element matches a selector.
    pub fn has(&self, selector: &str) -> bool {
        self.root.query_selector(selector).expect("a selector").is_some()
    }

    /// Returns the text of an element.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default().trim().to_owned()
    }

    /// Returns the text of the whole view.
    pub fn root_text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    /// Returns an attribute of an element.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.find(selector).get_attribute(name)
    }

    /// Whether an element has the focus.
    pub fn has_focus(&self, selector: &str) -> bool {
        let element: Element = self.find(selector).unchecked_into();
        document().active_element() == Some(element)
    }

    /// Clicks an element.
    pub fn click(&self, selector: &str) {
        self.find(selector).click();
    }

    /// Dispatches a `keydown` event to an element.
    pub fn press(&self, selector: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("an event");
        self.find(selector).dispatch_event(&event).expect("dispatched");
    }

    /// Sets the value of a field with an `input` event, as typing or pasting does.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.set_value(selector, text, "input");
    }

    /// Sets the value of a field without an `input` event, as some password managers do.
    pub fn fill_in(&self, selector: &str, text: &str) {
        self.set_value(selector, text, "change");
    }

    fn set_value(&self, selector: &str, text: &str, event: &str) {
        let field: HtmlInputElement = self.find(selector).unchecked_into();
        field.set_value(text);
        let init = EventInit::new();
        init.set_bubbles(true);
        let event = Event::new_with_event_init_dict(event, &init).expect("an event");
        field.dispatch_event(&event).expect("dispatched");
    }

    /// Returns the value of a field.
    pub fn value(&self, selector: &str) -> String {
        self.find(selector).unchecked_into::<HtmlInputElement>().value()
    }

    /// Records every text of an element from now on.
    pub fn watch_text(&self, selector: &str) -> RecordedTexts {
        let element = self.find(selector);
        let seen = Rc::new(RefCell::new(Vec::new()));
        let record = {
            let (seen, element) = (Rc::clone(&seen), element.clone());
            Closure::<dyn Fn()>::new(move || {
                seen.borrow_mut().push(element.text_content().unwrap_or_default())
            })
        };
        let observer = MutationObserver::new(record.as_ref().unchecked_ref()).expect("an observer");
        let init = MutationObserverInit::new();
        init.set_child_list(true);
        init.set_character_data(true);
        init.set_subtree(true);
        observer.observe_with_options(&element, &init).expect("observed");
        RecordedTexts { seen, observer, _record: record }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// The recorded texts of an element.
pub struct RecordedTexts {
    seen: Rc<RefCell<Vec<String>>>,
    observer: MutationObserver,
    _record: Closure<dyn Fn()>,
}

impl RecordedTexts {
    /// Returns the texts in order.
    pub fn read(&self) -> Vec<String> {
        self.seen.borrow().clone()
    }
}

impl Drop for RecordedTexts {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Waits until a condition is true, checking it once per frame. Panics after about five seconds.
pub async fn until(condition: impl Fn() -> bool) {
    for _ in 0..300 {
        if condition() {
            return;
        }
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            window().request_animation_frame(&resolve).expect("a frame");
        });
        JsFuture::from(frame).await.expect("a frame");
    }
    panic!("the condition did not become true");
}
