//! Opens or creates the audit key file of a database.
//!
//! A new key is first written to a draft file. One transaction signs the rows of an earlier release with it, and then
//! the draft is renamed to the key file. A start with an existing key file never signs such rows. After a crash at any
//! point, the next start completes the process.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::Connection as _;
use uuid::Uuid;

use super::keys::{AuditKeys, KeyFileError, attach};
use super::rekey::rekey;
use super::schema;
use crate::store::Connection;
use crate::store::StoreError;

/// Returns the keys of a database.
///
/// If no row is signed yet, creates the key file and signs the rows of releases without a key.
///
/// # Errors
/// [`StoreError::AuditKeys`] if the file cannot be used, if it lacks the key of the newest row, or if it exists
/// although rows without a key are not signed yet.
pub async fn open_keys(conn: &mut Connection, path: &Path) -> Result<AuditKeys, StoreError> {
    let file = KeyFile::new(path);
    // The database lock also protects the files, so that two processes that start together use the same key.
    let mut transaction = conn.begin_with("BEGIN IMMEDIATE").await?;
    let signed: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT CAST(key_id AS BLOB) FROM audit ORDER BY sequence DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await?;
    let signed = signed.map(|id| String::from_utf8_lossy(&id).into_owned());
    let rows: i64 = if schema::check(&mut transaction).await?.has_rows_without_key {
        sqlx::query_scalar("SELECT count(*) FROM audit_without_key").fetch_one(&mut *transaction).await?
    } else {
        // The check at startup reports the missing table.
        0
    };
    let exists = file.exists()?;
    let keys = match signed {
        Some(id) => {
            let keys = if exists { AuditKeys::read(path)? } else { file.read_draft(&id)? };
            if keys.secret(&id).is_none() {
                return Err(file.missing(id).into());
            }
            if rows > 0 {
                tracing::error!(
                    rows,
                    "audit rows without a key were added after the trail was signed with a key"
                );
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
                // Publish before the commit: without a signed row, another process would replace the draft.
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

    /// Reads the draft of a start that ended between the commit and [`publish`](Self::publish).
    fn read_draft(&self, id: &str) -> Result<AuditKeys, KeyFileError> {
        let exists = self.draft.try_exists().map_err(|reason| self.unusable(reason))?;
        if exists { AuditKeys::read(&self.draft) } else { Err(self.missing(id.to_owned())) }
    }

    /// Writes a new key to the draft with mode 0600 and syncs it.
    fn create_draft(&self) -> Result<AuditKeys, KeyFileError> {
        let random = || *Uuid::new_v4().as_bytes();
        let id = Uuid::new_v4().simple().to_string();
        let secret = URL_SAFE_NO_PAD.encode([random(), random(), random()].concat());
        let text = format!("{}:{secret}\n", id.get(..8).unwrap_or(&id));
        let write = || {
            // Remove the draft of a start that ended before its commit. It signed nothing.
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

    /// Renames the draft to the key file, unless another process has done so.
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
