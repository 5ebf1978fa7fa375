use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use process::private_file;

use super::Head;

/// The content of an anchor file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// The recorded heads, oldest first.
    pub heads: Vec<Head>,
    /// What is wrong with the file.
    pub faults: Vec<String>,
}

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

    /// Creates an empty file with mode 0600, unless the file exists.
    pub fn create_missing(&self) -> io::Result<()> {
        private_file::create_missing(&self.0)
    }

    /// What is wrong if the file does not exist.
    ///
    /// A missing file is never replaced on its own: without its lines, removed rows would not be detected.
    pub fn missing(&self) -> io::Result<Option<String>> {
        let missing = || {
            format!(
                "the anchor file {} does not exist: restore it, or create an empty file to start a new one",
                self.0.display()
            )
        };
        Ok((!self.0.try_exists()?).then(missing))
    }

    /// Appends a line for each head to the existing file and syncs it.
    pub fn append(&self, heads: &[Head]) -> io::Result<()> {
        let mut lines = String::new();
        for head in heads {
            lines += &serde_json::to_string(head).map_err(io::Error::other)?;
            lines.push('\n');
        }
        let mut file = OpenOptions::new().read(true).append(true).open(&self.0)?;
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

    /// Reads the recorded heads.
    ///
    /// A missing file and a line that is not a head are faults. Skips lines that a crash cut off.
    pub fn read(&self) -> io::Result<Anchors> {
        if let Some(fault) = self.missing()? {
            return Ok(Anchors { heads: Vec::new(), faults: vec![fault] });
        }
        let bytes = fs::read(&self.0)?;
        let mut anchors = Anchors::default();
        let mut malformed = Vec::new();
        for (number, line) in (1_usize..).zip(bytes.split(|byte| *byte == b'\n')) {
            match serde_json::from_slice(line) {
                Ok(head) => anchors.heads.push(head),
                Err(error) if error.is_eof() => {}
                Err(_) => malformed.push(number),
            }
        }
        if let Some(first) = malformed.first() {
            let (count, file) = (malformed.len(), self.0.display());
            anchors.faults.push(format!(
                "{count} lines of the anchor file {file} are malformed, the first is line {first}"
            ));
        }
        Ok(anchors)
    }
}
