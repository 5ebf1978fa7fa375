/// A random version 4 UUID from the browser's cryptographic generator.
///
/// # Panics
/// Outside a window. `randomUUID` requires a secure context: https, or http on the loopback interface.
#[must_use]
pub fn uuid() -> String {
    let crypto = leptos::prelude::window().crypto().expect("a window has `crypto`");
    crypto.random_uuid()
}
