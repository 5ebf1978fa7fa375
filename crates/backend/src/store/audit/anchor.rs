use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::Head;

/// A file outside the database that records the newest row of each chain.
///
/// It detects the removal of rows from the end of a chain, which the chain itself cannot detect.
#[derive(Clone, Debug)]
pub struct AnchorFile(PathBuf);

impl AnchorFile {
    /// Creates a handle for the file without accessing it.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Appends a line for each head and syncs the file.
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
                // A crash left an incomplete line. Start a new line, so that the next head stays readable.
                file.write_all(b"\n")?;
            }
        }
        file.write_all(lines.as_bytes())?;
        file.sync_data()
    }

    /// Reads the recorded heads, oldest first. Returns none if the file does not exist.
    ///
    /// Skips lines that a crash left incomplete, which are not valid JSON.
    pub fn read(&self) -> io::Result<Vec<Head>> {
        let text = match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            text => text?,
        };
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }
}
