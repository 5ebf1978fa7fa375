use std::time::Duration;

use leptos::prelude::*;

use super::live_view;

/// A part of a view that is drawn in a task of its own, right after what is drawn now.
///
/// A page drawn in one task keeps the browser from answering for as long as that takes, on a slow phone a fifth of a
/// second. Parts are drawn in the order in which they are asked for; what stands above such a part must not wait for it.
pub fn later(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = RwSignal::new(false);
    let draw_now = move || {
        // The page may be gone by then.
        is_due.try_set(true);
    };
    set_timeout(draw_now, Duration::ZERO);
    live_view(move || if is_due.get() { draw() } else { ().into_any() })
}
