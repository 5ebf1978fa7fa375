//! Messages between the tabs of this origin, which no storage limit can stop.

use leptos::prelude::on_cleanup;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Sends a text to all tabs that listen on the channel, this one included.
pub fn broadcast(channel: &str, text: &str) {
    if let Ok(channel) = BroadcastChannel::new(channel) {
        // Only a closed channel or a value that cannot be cloned is refused.
        let _ = channel.post_message(&JsValue::from_str(text));
        channel.close();
    }
}

/// Calls `call` with every text sent on the channel, until the current owner is cleaned up.
pub fn on_broadcast(channel: &str, call: impl Fn(String) + 'static) {
    let Ok(channel) = BroadcastChannel::new(channel) else { return };
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            call(text);
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    let open = send_wrapper::SendWrapper::new((channel, listener));
    on_cleanup(move || open.0.close());
}
