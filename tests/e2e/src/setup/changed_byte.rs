use std::{fs, path::Path};

use tempfile::TempDir;

use crate::Step;

/// A text in the WebAssembly file of the app, one in that of the frame, and one in their scripts. Each file still runs
/// after one letter of its text is changed.
const TEXTS: [&str; 3] = ["Sign in to TestOps", "Open in a new tab", "failed because"];
/// The first parts of the names of the programs: the app, and the app for portals' frames.
const PROGRAMS: [&str; 2] = ["testcloud-upgrading-", "frame-"];

/// Copies the built app and changes one byte of its WebAssembly files or scripts, selected by the file extension.
pub fn copy_with_changed_byte(dist: &Path, extension: &str) -> Step<TempDir> {
    let copy = TempDir::new()?;
    if copy_folder(dist, copy.path(), extension)? == 2 {
        return Ok(copy);
    }
    Err(format!("the app and the frame do not have one file each that ends with {extension}").into())
}

/// Returns the number of changed files.
fn copy_folder(from: &Path, to: &Path, extension: &str) -> Step<usize> {
    let mut changed = 0;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let to = to.join(&name);
        let is_program = PROGRAMS.iter().any(|program| name.starts_with(program));
        if entry.path().is_dir() {
            fs::create_dir(&to)?;
            changed += copy_folder(&entry.path(), &to, extension)?;
        } else if is_program && name.ends_with(extension) {
            fs::write(&to, change_byte(fs::read(entry.path())?)?)?;
            changed += 1;
        } else if !(is_program && name.contains(extension)) {
            // Compressed copies of the file are left out, so that the changed file is served.
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(changed)
}

fn change_byte(mut bytes: Vec<u8>) -> Step<Vec<u8>> {
    let find = |text: &str| {
        let start = bytes.windows(text.len()).position(|part| part == text.as_bytes())?;
        Some(start + text.len() - 1)
    };
    let last = TEXTS.into_iter().find_map(find).ok_or("the file has none of the known texts")?;
    bytes[last] ^= 1;
    Ok(bytes)
}
