use leptos::prelude::*;

/// A value of an attribute or a text that is written again whenever a signal it reads changes.
///
/// The same as the closure itself, which would bring code of its own type into the binary, one to two kilobytes each;
/// boxed, all of one result share it.
pub type Live<T> = Box<dyn Fn() -> T + Send>;

/// Boxes a [`Live`] value.
pub fn live<T>(read: impl Fn() -> T + Send + 'static) -> Live<T> {
    Box::new(read)
}

/// A part of a view that is drawn again whenever a signal it reads changes.
pub fn live_view(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    drawn(Box::new(draw))
}

fn drawn(draw: Live<AnyView>) -> AnyView {
    draw.into_any()
}

/// Runs now and whenever a signal it reads changes, until its owner is cleaned up. Boxed for the same reason.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    Effect::new(run);
}
