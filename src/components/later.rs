use std::time::Duration;

use leptos::prelude::*;

use super::live_view;

/// A part of a view that is rendered in a separate task, right after the current one.
///
/// Rendering a page in one task blocks the browser, for a fifth of a second on a slow phone. Parts are rendered in the
/// order of the calls. Content above such a part must not be rendered after it.
pub fn later(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = RwSignal::new(false);
    let render = move || {
        // The page may have been left.
        is_due.try_set(true);
    };
    set_timeout(render, Duration::ZERO);
    live_view(move || if is_due.get() { draw() } else { ().into_any() })
}
