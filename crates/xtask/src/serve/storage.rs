use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::failure::{Context, Outcome};

/// The folder with the backend's database and the sandbox's log.
pub struct Storage {
    folder: PathBuf,
}

impl Storage {
    /// Opens the folder in `data/`. Every start instant has a separate folder, because the time in a database must not
    /// go backwards.
    ///
    /// # Errors
    /// Fails if the folder is not writable.
    pub fn open(data: &Path, at: Option<&str>, fresh: bool) -> Outcome<Self> {
        let folder = at.map_or_else(|| data.to_owned(), |instant| data.join(folder_name(instant)));
        let remedy = || {
            let data = data.display();
            format!("the data folder {data} is not writable; change its permissions or remove it")
        };
        fs::create_dir_all(&folder).context(remedy)?;
        let probe = folder.join(".writable");
        fs::write(&probe, "").context(remedy)?;
        fs::remove_file(&probe).context(remedy)?;
        let storage = Self { folder };
        if fresh {
            storage.clear()?;
        }
        Ok(storage)
    }

    /// Returns the URL of the SQLite database.
    pub fn database_url(&self) -> String {
        format!("sqlite:{}", self.database().display())
    }

    /// Returns the path of the sandbox gateway's log.
    pub fn sandbox_log(&self) -> PathBuf {
        self.folder.join("sandbox-gateway.jsonl")
    }

    fn database(&self) -> PathBuf {
        self.folder.join("testcloud.sqlite")
    }

    fn clear(&self) -> Outcome {
        let database = self.database();
        let file_with = |suffix: &str| database.with_extension(format!("sqlite{suffix}"));
        for file in [file_with(""), file_with("-wal"), file_with("-shm"), self.sandbox_log()] {
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
    fn each_start_instant_has_a_separate_database() {
        let data = scratch("instants");

        let now = Storage::open(&data, None, false).unwrap().database_url();
        let then = Storage::open(&data, Some("2026-03-16T09:30:00Z"), false).unwrap().database_url();

        fs::remove_dir_all(&data).unwrap();
        assert_ne!(now, then);
        assert!(then.ends_with("at-20260316T093000Z/testcloud.sqlite"), "{then}");
    }

    #[test]
    fn fresh_removes_the_database_and_the_log() {
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
    fn file_instead_of_the_folder_is_reported_with_a_remedy() {
        let data = scratch("file");
        fs::write(&data, "not a folder").unwrap();

        let failure = Storage::open(&data, None, false).map(|_| ()).unwrap_err().to_string();

        fs::remove_file(&data).unwrap();
        assert!(failure.contains("is not writable; change its permissions"), "{failure}");
    }
}
