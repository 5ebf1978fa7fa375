use std::{fs, path::Path};

use tempfile::TempDir;

use crate::Step;

/// A text in the WebAssembly file and one in its script. Each file still runs after one letter of its text is changed.
const TEXTS: [&str; 2] = ["Sign in to TestOps", "failed because"];

/// Copies the built app and changes one byte of its WebAssembly file or script, selected by the file extension.
pub fn copy_with_changed_byte(dist: &Path, extension: &str) -> Step<TempDir> {
    let copy = TempDir::new()?;
    let mut is_altered = false;
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let to = copy.path().join(&name);
        let is_app_file = name.starts_with("testcloud-upgrading-");
        if entry.path().is_dir() {
            fs::create_dir(&to)?;
            for file in fs::read_dir(entry.path())? {
                let file = file?;
                fs::copy(file.path(), to.join(file.file_name()))?;
            }
        } else if is_app_file && name.ends_with(extension) {
            fs::write(&to, change_byte(fs::read(entry.path())?)?)?;
            is_altered = true;
        } else if !(is_app_file && name.contains(extension)) {
            // Compressed copies of the file are left out, so that the changed file is served.
            fs::copy(entry.path(), &to)?;
        }
    }
    if is_altered { Ok(copy) } else { Err(format!("no file of the app ends with {extension}").into()) }
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
