use std::sync::OnceLock;

static BASE: OnceLock<String> = OnceLock::new();

/// Sets the path that the app is served under. It has no trailing slash and is empty at the root.
pub fn set_base(base: &str) {
    // Only the first call has an effect. Tests that mount the app again use the same base.
    BASE.get_or_init(|| base.to_owned());
}

/// The path that the app is served under, for the router.
#[must_use]
pub fn root() -> &'static str {
    base()
}

/// The path that the app is served under.
pub(super) fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}
