//! Live text, deferred parts and debouncing, used instead of the framework's own means for three reasons:
//!
//! - **Translated pages.** Leptos updates and removes the text nodes it has rendered by reference. A browser that
//!   translates the page replaces these nodes, so the updates would be lost and the page would show stale text,
//!   including stale amounts. Text that changes is therefore set as the whole content of its element ([`live_text`]),
//!   and a part that changes is replaced between two comment nodes with everything in it ([`live_view`]).
//! - **Long tasks.** Rendering a page in one task blocks the browser, for a fifth of a second on a slow phone.
//!   [`later`] renders a part in a task of its own, and [`debounced`] keeps panels that depend on the amount out of the
//!   frames in which the user types.
//! - **Size.** Each closure type of a generic function adds one to two kilobytes to the binary, so closures are boxed
//!   ([`live`], [`clicked`], [`effect`]).

mod part;

use std::time::Duration;

use js_sys::Reflect;
use leptos::{ev::MouseEvent, prelude::*};

use part::Part;

/// A closure for an attribute value that is updated whenever a signal it reads changes.
pub type Live<T> = Box<dyn Fn() -> T + Send>;

/// Boxes a [`Live`] closure.
pub fn live<T>(read: impl Fn() -> T + Send + 'static) -> Live<T> {
    Box::new(read)
}

/// The reactive text content of the enclosing element.
///
/// It must be the only child of that element, because every update replaces the element's content.
pub fn live_text(read: impl Fn() -> String + Send + 'static) -> AnyView {
    Part::Text(Box::new(read)).into_any()
}

/// A part of a view that is rendered again whenever a signal it reads changes.
pub fn live_view(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    Part::View(Box::new(draw)).into_any()
}

/// Keeps the value of the field with this id equal to a signal. Skips equal values, because every write triggers layout.
pub fn live_value(id: &'static str, text: Signal<String>) {
    effect(move || {
        let Some(field) = document().get_element_by_id(id) else { return };
        let name = "value".into();
        text.with(|text| {
            if Reflect::get(&field, &name).ok().and_then(|now| now.as_string()).as_deref() != Some(text) {
                // Ignore failures: an element that is not a text field shows no value.
                Reflect::set(&field, &name, &text.into()).ok();
            }
        });
    });
}

/// Runs `run` now and whenever a signal it reads changes, until the owner is cleaned up.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    Effect::new(run);
}

/// A click handler.
pub type Click = Box<dyn FnMut(MouseEvent) + Send>;

/// Boxes a click handler.
pub fn clicked(run: impl Fn() + Send + 'static) -> Click {
    Box::new(move |_| run())
}

/// A part of a view that is rendered in a separate task, right after the current one.
///
/// Parts are rendered in the order of the calls. Content above such a part must not be rendered after it.
pub fn later(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = RwSignal::new(false);
    let render = move || {
        // The page may have been left.
        is_due.try_set(true);
    };
    set_timeout(render, Duration::ZERO);
    live_view(move || if is_due.get() { draw() } else { ().into_any() })
}

/// Debounce interval for everything derived from the amount.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// Returns a debounced trigger, which notifies once the signals that `track` reads have stopped changing.
pub fn debounced(track: impl Fn() + 'static) -> Trigger {
    let trigger = Trigger::new();
    let delay = Delay::new();
    effect(move || {
        track();
        delay.restart(DEBOUNCE, move || trigger.notify());
    });
    trigger
}

/// A debounced call. Cleaning up the owner cancels it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Delay {
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Delay {
    /// Creates a delay without a pending call.
    pub fn new() -> Self {
        let delay = Self { timer: StoredValue::new(None) };
        on_cleanup(move || delay.cancel());
        delay
    }

    /// Calls `call` after `wait`. Replaces a pending call.
    pub fn restart(self, wait: Duration, call: impl FnOnce() + 'static) {
        self.cancel();
        // After the cleanup, `timer` is disposed and this does nothing.
        self.timer.try_set_value(set_timeout_with_handle(call, wait).ok());
    }

    /// Cancels a pending call.
    pub fn cancel(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

impl Default for Delay {
    fn default() -> Self {
        Self::new()
    }
}
