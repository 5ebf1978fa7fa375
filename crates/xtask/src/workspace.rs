//! Where things are in this checkout, and what its lock file pins.

use std::path::{Path, PathBuf};

use crate::failure::{Context, Failure, Outcome};

/// The folder of the root `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("xtask lies two folders below the workspace's root")
}

/// A path inside the checkout.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Cargo's build folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |folder| root().join(folder))
}

/// The backend as `cargo build` leaves it.
pub fn backend_binary() -> PathBuf {
    target().join("debug/backend")
}

/// The backend as `cargo build --release` leaves it.
pub fn release_backend_binary() -> PathBuf {
    target().join("release/backend")
}

/// The version `Cargo.lock` pins for a package that is there once.
///
/// # Errors
/// When the lock file cannot be read or does not name the package.
pub fn locked_version(package: &str) -> Outcome<String> {
    let lock = std::fs::read_to_string(path("Cargo.lock")).context(|| "cannot read Cargo.lock".into())?;
    version_in(&lock, package).ok_or_else(|| Failure::new(format!("Cargo.lock pins no version of {package}")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_lock_file_names_the_exact_package() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in(LOCK, "trunk"), None);
    }
}
