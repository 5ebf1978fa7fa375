use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Head;

/// A file outside the database that records the ends of the chains: rows that are removed from an end are missed there.
#[derive(Clone, Debug)]
pub struct AnchorFile(PathBuf);

impl AnchorFile {
    /// Names the file; nothing is read or written yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Appends a line for each head, on disk when this returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn append(&self, heads: &[Head]) -> io::Result<()> {
        let mut lines = String::new();
        for head in heads {
            lines += &serde_json::to_string(head).map_err(io::Error::other)?;
            lines.push('\n');
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.0)?;
        if file.metadata()?.len() > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                // A line that was cut by a crash must not take the next one with it.
                file.write_all(b"\n")?;
            }
        }
        file.write_all(lines.as_bytes())?;
        file.sync_data()
    }

    /// The recorded heads, oldest first; none when there is no file yet. Lines that a crash cut off are skipped: they
    /// are not JSON.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self) -> io::Result<Vec<Head>> {
        let text = match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            text => text?,
        };
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }
}
