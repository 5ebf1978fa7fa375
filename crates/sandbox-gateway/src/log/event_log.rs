use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use process::private_file;

use super::Event;
use crate::error::SandboxError;

/// An event could not be written durably, so the call must not be answered as successful.
#[derive(Debug)]
pub struct LogFailure;

/// The append-only log file, which is the only state of the sandbox.
#[derive(Debug)]
pub struct EventLog {
    file: File,
    path: PathBuf,
    /// The length of the complete, synced lines, in bytes.
    length: u64,
    /// Whether the end of the file is unknown. Only reopening the log repairs that.
    broken: bool,
}

impl EventLog {
    /// Opens the log exclusively and reads its events. Removes an incomplete last line, whose call was never answered.
    ///
    /// # Errors
    /// When the file is in use, cannot be read or written, or contains an invalid line.
    pub fn open(path: &Path) -> Result<(Self, Vec<Event>), SandboxError> {
        let unusable = |reason| SandboxError::LogUnusable { path: path.to_owned(), reason };
        let mut file =
            private_file::options().read(true).append(true).create(true).open(path).map_err(unusable)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => SandboxError::LogInUse(path.to_owned()),
            TryLockError::Error(reason) => unusable(reason),
        })?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unusable)?;
        let complete = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if complete < bytes.len() {
            tracing::warn!(
                bytes = bytes.len() - complete,
                "removed an incomplete last line from the sandbox log"
            );
            bytes.truncate(complete);
        }
        let length = u64::try_from(complete).expect("the length of a buffer fits in 64 bits");
        file.set_len(length).and_then(|()| file.sync_all()).map_err(unusable)?;
        sync_folder(path).map_err(unusable)?;
        let events = read(path, &bytes)?;
        Ok((Self { file, path: path.to_owned(), length, broken: false }, events))
    }

    /// Appends the events in one write, all or none, and returns once they are synced to disk.
    pub fn append(&mut self, events: &[Event]) -> Result<(), LogFailure> {
        if self.broken {
            return Err(LogFailure);
        }
        let mut lines = Vec::new();
        for event in events {
            serde_json::to_writer(&mut lines, event).map_err(|_| LogFailure)?;
            lines.push(b'\n');
        }
        let added = u64::try_from(lines.len()).map_err(|_| LogFailure)?;
        if let Err(reason) = self.file.write_all(&lines).and_then(|()| self.file.sync_data()) {
            tracing::error!(%reason, "the sandbox log could not be written");
            self.undo();
            return Err(LogFailure);
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

fn read(path: &Path, bytes: &[u8]) -> Result<Vec<Event>, SandboxError> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_slice(line)
                .map_err(|_| SandboxError::LogDamaged { path: path.to_owned(), line: index + 1 })
        })
        .collect()
}
