use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::failure::{Context, Outcome};

/// Where the backend keeps its database and the sandbox its log.
pub struct Storage {
    folder: PathBuf,
}

impl Storage {
    /// Opens the folder under `data/`; every starting instant has one of its own, since time never runs backwards in a book.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(data: &Path, at: Option<&str>, fresh: bool) -> Outcome<Self> {
        let folder = at.map_or_else(|| data.to_owned(), |instant| data.join(folder_name(instant)));
        let remedy = || {
            let data = data.display();
            format!(
                "the data folder {data} cannot be written; make it a folder you may write to, or remove it"
            )
        };
        fs::create_dir_all(&folder).context(remedy)?;
        let trial = folder.join(".writable");
        fs::write(&trial, "").context(remedy)?;
        fs::remove_file(&trial).context(remedy)?;
        let storage = Self { folder };
        if fresh {
            storage.forget()?;
        }
        Ok(storage)
    }

    /// The address of the SQLite file.
    pub fn database_url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }

    /// The sandbox gateway's log.
    pub fn sandbox_log(&self) -> PathBuf {
        self.folder.join("sandbox-gateway.jsonl")
    }

    fn database(&self) -> PathBuf {
        self.folder.join("testcloud.sqlite")
    }

    fn forget(&self) -> Outcome {
        let database = self.database();
        let beside = |ending: &str| database.with_extension(format!("sqlite{ending}"));
        for file in [beside(""), beside("-wal"), beside("-shm"), self.sandbox_log()] {
            if file.exists() {
                fs::remove_file(&file).context(|| format!("cannot remove {}", file.display()))?;
            }
        }
        Ok(())
    }
}

fn folder_name(instant: &str) -> String {
    let kept = instant.chars().filter(char::is_ascii_alphanumeric);
    kept.fold(String::from("at-"), |mut name, character| {
        name.push(character);
        name
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Storage;

    fn scratch(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()))
    }

    #[test]
    fn each_starting_instant_has_its_own_book() {
        let data = scratch("instants");

        let now = Storage::open(&data, None, false).unwrap().database_url();
        let then = Storage::open(&data, Some("2026-03-16T09:30:00Z"), false).unwrap().database_url();

        fs::remove_dir_all(&data).unwrap();
        assert_ne!(now, then);
        assert!(then.ends_with("at-20260316T093000Z/testcloud.sqlite"), "{then}");
    }

    #[test]
    fn fresh_forgets_the_database_and_the_log() {
        let data = scratch("fresh");
        fs::create_dir_all(&data).unwrap();
        for file in ["testcloud.sqlite", "testcloud.sqlite-wal", "sandbox-gateway.jsonl", "other.txt"] {
            fs::write(data.join(file), "x").unwrap();
        }

        Storage::open(&data, None, true).unwrap();
        let mut left: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();

        fs::remove_dir_all(&data).unwrap();
        assert_eq!(left, ["other.txt"]);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_named_with_the_remedy() {
        let data = scratch("file");
        fs::write(&data, "not a folder").unwrap();

        let failure = Storage::open(&data, None, false).map(|_| ()).unwrap_err().to_string();

        fs::remove_file(&data).unwrap();
        assert!(failure.contains("cannot be written; make it a folder"), "{failure}");
    }
}
