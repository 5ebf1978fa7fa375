//! Files that only the user of this process may read: they hold secrets or people's data.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Options that create a file which only its owner may read and write.
#[must_use]
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Creates an empty private file, unless it exists.
///
/// # Errors
/// The operating system's error.
pub fn create_missing(path: &Path) -> std::io::Result<()> {
    options().append(true).create(true).open(path).map(|_| ())
}
