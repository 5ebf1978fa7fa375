use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use process::private_file;

use super::Entry;
use crate::error::SandboxError;

/// An entry could not be written durably, so the call must not be answered as successful.
#[derive(Debug)]
pub struct BookFailure;

/// The append-only file, which is the only state of the sandbox.
#[derive(Debug)]
pub struct BookFile {
    file: File,
    path: PathBuf,
    /// The length of the complete, synced lines, in bytes.
    length: u64,
    /// Whether the end of the file is unknown. Only reopening the book repairs that.
    broken: bool,
}

impl BookFile {
    /// Opens the book exclusively and reads its entries. Removes an incomplete last line, whose call was never answered.
    ///
    /// # Errors
    /// When the file is in use, cannot be read or written, or contains an invalid line.
    pub fn open(path: &Path) -> Result<(Self, Vec<Entry>), SandboxError> {
        let unusable = |reason| SandboxError::BookUnusable { path: path.to_owned(), reason };
        let mut file =
            private_file::options().read(true).append(true).create(true).open(path).map_err(unusable)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => SandboxError::BookInUse(path.to_owned()),
            TryLockError::Error(reason) => unusable(reason),
        })?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unusable)?;
        let complete = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if complete < bytes.len() {
            tracing::warn!(
                bytes = bytes.len() - complete,
                "removed an incomplete last line from the sandbox book"
            );
            bytes.truncate(complete);
        }
        let length = u64::try_from(complete).expect("the length of a buffer fits in 64 bits");
        file.set_len(length).and_then(|()| file.sync_all()).map_err(unusable)?;
        sync_folder(path).map_err(unusable)?;
        let entries = read(path, &bytes)?;
        Ok((Self { file, path: path.to_owned(), length, broken: false }, entries))
    }

    /// Appends the entries in one write, all or none, and returns once they are synced to disk.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), BookFailure> {
        if self.broken {
            return Err(BookFailure);
        }
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry).map_err(|_| BookFailure)?;
            lines.push(b'\n');
        }
        let added = u64::try_from(lines.len()).map_err(|_| BookFailure)?;
        if let Err(reason) = self.file.write_all(&lines).and_then(|()| self.file.sync_data()) {
            tracing::error!(%reason, "the sandbox book could not be written");
            self.undo();
            return Err(BookFailure);
        }
        self.length += added;
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses all further writes.
    pub fn mark_broken(&mut self) {
        self.broken = true;
    }

    fn undo(&mut self) {
        let result = self.file.set_len(self.length).and_then(|()| self.file.sync_data());
        if result.is_err() {
            self.broken = true;
        }
    }
}

/// Syncs the folder of a new file. Without this, the file itself might not survive a power failure.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<Vec<Entry>, SandboxError> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_slice(line)
                .map_err(|_| SandboxError::BookDamaged { path: path.to_owned(), line: index + 1 })
        })
        .collect()
}
