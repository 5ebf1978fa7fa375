//! A panic ends the app: there is no unwinding, and later clicks would meet half-changed state.

use super::dom;

/// Reports a panic to the console and shows the document's own "reload this page" element.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dom::reveal_stopped(&info.location().map(ToString::to_string).unwrap_or_default());
    }));
}
