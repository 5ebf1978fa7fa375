/// A random UUID, version 4, from the browser's cryptographic source.
///
/// # Panics
/// Outside a window. `randomUUID` needs a secure context: https, or http on the loopback.
#[must_use]
pub fn uuid() -> String {
    let crypto = leptos::prelude::window().crypto().expect("every window has a cryptographic source");
    crypto.random_uuid()
}
