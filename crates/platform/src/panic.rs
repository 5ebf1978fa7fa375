//! A panic ends the app: there is no unwinding, so later events would run on inconsistent state.

use super::dom;

/// Logs panics to the console and shows the static notice that asks to reload the page.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dom::reveal_stopped(&info.location().map(ToString::to_string).unwrap_or_default());
    }));
}
