//! Paths in this checkout, and versions pinned by its lock file.

use std::path::{Path, PathBuf};

use crate::failure::{Context, Failure, Outcome};

/// Returns the workspace root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("xtask is two folders below the workspace root")
}

/// Returns a path in the checkout.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Returns cargo's target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |folder| root().join(folder))
}

/// Returns the path of the backend that `cargo build` creates.
pub fn backend_binary() -> PathBuf {
    target().join("debug/backend")
}

/// Returns the path of the backend that `cargo build --release` creates.
pub fn release_backend_binary() -> PathBuf {
    target().join("release/backend")
}

/// Returns the files of a folder and its subfolders with an extension, sorted by path.
pub fn files(folder: &Path, extension: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry.context(|| format!("cannot read {}", folder.display()))?.into_path();
        if path.extension().is_some_and(|end| end == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

/// Returns the version that `Cargo.lock` pins for a package with a single version.
pub fn locked_version(package: &str) -> Outcome<String> {
    let lock = std::fs::read_to_string(path("Cargo.lock")).context(|| "cannot read Cargo.lock".into())?;
    version_in(&lock, package).ok_or_else(|| Failure::new(format!("Cargo.lock does not contain {package}")))
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
    fn locked_version_matches_the_exact_package() {
        assert_eq!(version_in(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn unlocked_package_has_no_version() {
        assert_eq!(version_in(LOCK, "trunk"), None);
    }
}
