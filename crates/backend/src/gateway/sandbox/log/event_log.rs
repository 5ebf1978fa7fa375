use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::Event;
use crate::gateway::sandbox::SandboxError;
use crate::private_file;

/// An event could not be made durable, so nothing may be answered as if it had happened.
#[derive(Debug)]
pub struct LogFailure;

/// The append-only file that is the sandbox's only memory.
#[derive(Debug)]
pub struct EventLog {
    file: File,
    path: PathBuf,
    /// Bytes known to be whole, synced lines.
    length: u64,
    /// Set when the end of the file is no longer known; only reopening repairs that.
    broken: bool,
}

impl EventLog {
    /// Opens the log for this process alone and reads what is in it. A last line without its end was never
    /// answered, and is cut.
    ///
    /// # Errors
    /// The file is in use, cannot be read or written, or holds a whole line that is no event.
    pub fn open(path: &Path) -> Result<(Self, Vec<Event>), SandboxError> {
        let unusable = |reason| SandboxError::LogUnusable { path: path.to_owned(), reason };
        let mut file =
            private_file::options().read(true).append(true).create(true).open(path).map_err(unusable)?;
        file.try_lock().map_err(|refused| match refused {
            TryLockError::WouldBlock => SandboxError::LogInUse(path.to_owned()),
            TryLockError::Error(reason) => unusable(reason),
        })?;
        let mut written = Vec::new();
        file.read_to_end(&mut written).map_err(unusable)?;
        let whole = written.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole < written.len() {
            tracing::warn!(bytes = written.len() - whole, "cut a torn last line off the sandbox log");
            written.truncate(whole);
        }
        let length = u64::try_from(whole).expect("a file in memory has a length of 64 bits");
        file.set_len(length).and_then(|()| file.sync_all()).map_err(unusable)?;
        sync_folder(path).map_err(unusable)?;
        let events = read(path, &written)?;
        Ok((Self { file, path: path.to_owned(), length, broken: false }, events))
    }

    /// Appends the events as one write and returns once they are on the disk: all of them, or none.
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
            tracing::error!(%reason, "the sandbox log cannot be written");
            self.undo();
            return Err(LogFailure);
        }
        self.length += added;
        Ok(())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stops all further writing.
    pub fn break_off(&mut self) {
        self.broken = true;
    }

    fn undo(&mut self) {
        let restored = self.file.set_len(self.length).and_then(|()| self.file.sync_data());
        if restored.is_err() {
            self.broken = true;
        }
    }
}

/// A file that was just created survives a power cut only once its folder is on the disk too.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

fn read(path: &Path, written: &[u8]) -> Result<Vec<Event>, SandboxError> {
    written
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_slice(line)
                .map_err(|_| SandboxError::LogDamaged { path: path.to_owned(), line: index + 1 })
        })
        .collect()
}
