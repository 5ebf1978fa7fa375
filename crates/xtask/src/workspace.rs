//! Paths in this checkout, and versions pinned by its lock file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fs_err as fs;

/// Returns the workspace root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask is two folders below the root")
}

/// Returns a path in the checkout.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Returns a path in cargo's target folder.
pub fn target(relative: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| path("target"), |folder| root().join(folder))
        .join(relative)
}

/// Creates an empty folder in cargo's target folder. Removes the files of an earlier run.
pub fn empty_target(relative: &str) -> Result<PathBuf> {
    let folder = target(relative);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns the files of a folder and its subfolders with one of these extensions, sorted by path.
pub fn files(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|end| extensions.iter().any(|extension| end == *extension)) {
            files.push(path);
        }
    }
    Ok(files)
}

/// Returns the version that `Cargo.lock` pins for a package with a single version.
pub fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(path("Cargo.lock"))?;
    let version = version_in(&lock, package);
    version.map(str::to_owned).with_context(|| format!("Cargo.lock does not contain {package}"))
}

fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn locked_version_matches_the_exact_package() {
        let lock = "name = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

        assert_eq!(version_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
