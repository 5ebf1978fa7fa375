//! Opens or creates the key file of a database. A created key first lies in a draft beside the file: the rows of an
//! earlier release are signed with it in one transaction, and only then does the draft become the key file. A start
//! that finds a key file never signs such rows, and a crash at any point leaves a state that the next start finishes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::{Connection, SqliteConnection};
use uuid::Uuid;

use super::keys::{AuditKeys, KeyFileError, attach};
use super::rekey::rekey;
use crate::store::StoreError;

/// Returns the keys of a database. Creates the key file when nothing was signed yet, and then signs the rows of a
/// release without a key.
///
/// # Errors
/// When the file cannot be used, lacks the key of the newest row, or was not created for the rows without a key.
pub async fn open_keys(conn: &mut SqliteConnection, path: &Path) -> Result<AuditKeys, StoreError> {
    let file = KeyFile::new(path);
    // The lock on the database also covers the files: two processes that start at once use the same key.
    let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await?;
    let signed: Option<String> =
        sqlx::query_scalar("SELECT key_id FROM audit ORDER BY sequence DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await?;
    let rows: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit_without_key").fetch_one(&mut *transaction).await?;
    let exists = file.exists()?;
    let keys = match signed {
        Some(id) => {
            let keys = if exists { AuditKeys::read(path)? } else { file.read_draft(&id)? };
            if keys.secret(&id).is_none() {
                return Err(file.missing(id).into());
            }
            if rows > 0 {
                tracing::error!(rows, "audit rows without a key were added after the trail got its key");
            }
            keys
        }
        None if exists => {
            if rows > 0 {
                return Err(KeyFileError::NotSigned { rows, path: path.to_owned() }.into());
            }
            AuditKeys::read(path)?
        }
        None => {
            let keys = file.create_draft()?;
            if rows > 0 {
                attach(&mut transaction, &keys).await?;
                rekey(&mut transaction).await?;
            } else {
                // Nothing is signed that another process could recognize the draft by.
                file.publish()?;
            }
            keys
        }
    };
    transaction.commit().await?;
    file.publish()?;
    Ok(keys)
}

struct KeyFile<'a> {
    path: &'a Path,
    draft: PathBuf,
}

impl<'a> KeyFile<'a> {
    fn new(path: &'a Path) -> Self {
        let mut draft = path.as_os_str().to_owned();
        draft.push(".draft");
        Self { path, draft: draft.into() }
    }

    fn exists(&self) -> Result<bool, KeyFileError> {
        self.path.try_exists().map_err(|reason| self.unusable(reason))
    }

    /// The draft of a start that ended between the commit and [`publish`](Self::publish).
    fn read_draft(&self, id: &str) -> Result<AuditKeys, KeyFileError> {
        let exists = self.draft.try_exists().map_err(|reason| self.unusable(reason))?;
        if exists { AuditKeys::read(&self.draft) } else { Err(self.missing(id.to_owned())) }
    }

    /// Writes a new key to the draft, on disk when this returns. Only its owner can read it.
    fn create_draft(&self) -> Result<AuditKeys, KeyFileError> {
        let random = || *Uuid::new_v4().as_bytes();
        let id = Uuid::new_v4().simple().to_string();
        let secret = URL_SAFE_NO_PAD.encode([random(), random(), random()].concat());
        let text = format!("{}:{secret}\n", id.get(..8).unwrap_or(&id));
        let write = || {
            // A start that ended before its commit left this one, and nothing was signed with it.
            match fs::remove_file(&self.draft) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.draft)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            self.sync_folder()
        };
        write().map_err(|reason| self.unusable(reason))?;
        AuditKeys::read(&self.draft)
    }

    /// Makes the draft the key file, unless another process has done so.
    fn publish(&self) -> Result<(), KeyFileError> {
        let publish = || {
            if self.path.try_exists()? {
                return Ok(());
            }
            match fs::rename(&self.draft, self.path) {
                Err(_) if self.path.try_exists()? => Ok(()),
                renamed => renamed.and_then(|()| self.sync_folder()),
            }
        };
        publish().map_err(|reason| self.unusable(reason))
    }

    fn sync_folder(&self) -> io::Result<()> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }

    fn missing(&self, id: String) -> KeyFileError {
        KeyFileError::Missing { id, path: self.path.to_owned() }
    }

    fn unusable(&self, reason: io::Error) -> KeyFileError {
        KeyFileError::Unusable { path: self.path.to_owned(), reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn created_key_file_is_private_and_read_back() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.audit-key");
        let file = KeyFile::new(&path);
        fs::write(&file.draft, "cut by a cr").unwrap();

        let created = file.create_draft().unwrap();
        file.publish().unwrap();
        file.publish().unwrap();

        let again = AuditKeys::read(&path).unwrap();
        assert_eq!(created.newest(), again.newest());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(!format!("{created:?}").contains(&URL_SAFE_NO_PAD.encode(created.newest().unwrap().1)));
    }
}
