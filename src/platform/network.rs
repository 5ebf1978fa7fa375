use leptos::{ev, prelude::*};

/// Whether the browser believes it has a connection.
#[must_use]
pub fn online() -> Signal<bool> {
    let (online, set_online) = signal(window().navigator().on_line());
    for event in ["online", "offline"] {
        let listener = window_event_listener(ev::Custom::<web_sys::Event>::new(event), move |event| {
            set_online.set(event.type_() == "online");
        });
        on_cleanup(move || listener.remove());
    }
    online.into()
}
