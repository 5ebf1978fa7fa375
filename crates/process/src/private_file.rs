//! Files that only the user of this process can read, because they contain secrets or personal data.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Options that create a file with mode 0600.
#[must_use]
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Creates an empty file with mode 0600, unless the file exists.
pub fn create_missing(path: &Path) -> std::io::Result<()> {
    options().append(true).create(true).open(path).map(|_| ())
}
