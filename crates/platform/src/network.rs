use leptos::{ev, prelude::*};

/// Whether the browser has a network connection.
#[must_use]
pub fn online() -> Signal<bool> {
    let (online, set_online) = signal(window().navigator().on_line());
    for event in ["online", "offline"] {
        on_window(event, move || set_online.set(event == "online"));
    }
    online.into()
}

/// Calls `call` on every event of this name on the window, until the current owner is cleaned up.
pub fn on_window(event: &'static str, call: impl Fn() + 'static) {
    listen(event, Box::new(call));
}

/// Not generic, to avoid one copy per caller.
fn listen(event: &'static str, call: Box<dyn Fn()>) {
    let listener = window_event_listener(ev::Custom::<web_sys::Event>::new(event), move |_| call());
    on_cleanup(move || listener.remove());
}
