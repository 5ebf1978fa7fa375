use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::store::StoreError;

/// The shortest secret, in bytes.
const SHORTEST: usize = 32;

/// The keys of the audit trail: the newest signs, all of them verify.
#[derive(Clone)]
pub struct AuditKeys {
    /// Ids and secrets, oldest first; at least one.
    keys: Vec<(String, Vec<u8>)>,
}

/// Why the keys cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or created.
    #[error("the audit key file {} cannot be used: {reason}; make it readable, or name another with --audit-key-file", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        reason: io::Error,
    },
    /// The content has another form.
    #[error("the audit key file {} is not ID:BASE64URL lines of at least 32 bytes each, oldest first", .0.display())]
    Malformed(PathBuf),
    /// Rows exist that were signed with a key that is not in the file.
    #[error("the audit trail was signed with the key {id}, which is not in {}: restore that file, or name it with --audit-key-file", path.display())]
    Missing {
        /// The id of the missing key.
        id: String,
        /// The file.
        path: PathBuf,
    },
}

impl fmt::Debug for AuditKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|(id, _)| id)).finish()
    }
}

impl AuditKeys {
    /// Reads `ID:BASE64URL` lines, oldest first. Empty lines and lines that start with `#` are skipped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<(String, Vec<u8>)> = lines.map(key).collect::<Option<_>>()?;
        let is_unique = |(place, (id, _)): (usize, &(String, Vec<u8>))| {
            keys.iter().position(|(other, _)| other == id) == Some(place)
        };
        (!keys.is_empty() && keys.iter().enumerate().all(is_unique)).then_some(Self { keys })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// When the file cannot be read or has another form.
    pub fn read(path: &Path) -> Result<Self, KeyFileError> {
        let text = fs::read_to_string(path)
            .map_err(|reason| KeyFileError::Unusable { path: path.to_owned(), reason })?;
        Self::parse(&text).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))
    }

    pub(super) fn secret(&self, id: &str) -> Option<&[u8]> {
        self.keys.iter().find(|(known, _)| known == id).map(|(_, secret)| secret.as_slice())
    }

    pub(super) fn newest(&self) -> Option<(&str, &[u8])> {
        self.keys.last().map(|(id, secret)| (id.as_str(), secret.as_slice()))
    }
}

fn key(line: &str) -> Option<(String, Vec<u8>)> {
    let (id, secret) = line.split_once(':')?;
    let secret = URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')).ok()?;
    let is_id = (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // A secret of one repeated byte is a placeholder.
    let is_secret = secret.len() >= SHORTEST && secret.iter().any(|byte| *byte != secret[0]);
    (is_id && is_secret).then(|| (id.to_owned(), secret))
}

/// The MAC of a text, in lower-case hex.
pub(super) fn mac(secret: &[u8], text: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(text.as_bytes());
    let bytes = mac.finalize().into_bytes();
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The key file of a database that names none: beside it, with another extension.
pub fn default_path(database: &Path) -> PathBuf {
    database.with_extension("audit-key")
}

/// The keys of a database: those of the file, which is created when nothing was signed yet.
///
/// # Errors
/// When the file cannot be used, or lacks the key of the newest row.
pub async fn keys_of(conn: &mut SqliteConnection, path: &Path) -> Result<AuditKeys, StoreError> {
    let signed: Option<String> =
        sqlx::query_scalar("SELECT key_id FROM audit ORDER BY sequence DESC LIMIT 1")
            .fetch_optional(conn)
            .await?;
    let Some(id) = signed else { return Ok(load_or_create(path)?) };
    let missing = || KeyFileError::Missing { id: id.clone(), path: path.to_owned() };
    if !path.exists() {
        return Err(missing().into());
    }
    let keys = AuditKeys::read(path)?;
    if keys.secret(&id).is_some() { Ok(keys) } else { Err(missing().into()) }
}

/// Reads the key file, or creates one that only its owner can read.
///
/// # Errors
/// When it can neither be read nor created.
fn load_or_create(path: &Path) -> Result<AuditKeys, KeyFileError> {
    let unusable = |reason| KeyFileError::Unusable { path: path.to_owned(), reason };
    if !path.try_exists().map_err(unusable)? {
        create(path).map_err(unusable)?;
    }
    AuditKeys::read(path)
}

/// Writes the file under another name first: a second process that starts now never reads half of it.
fn create(path: &Path) -> io::Result<()> {
    let random = || *Uuid::new_v4().as_bytes();
    let id = Uuid::new_v4().simple().to_string();
    let secret = URL_SAFE_NO_PAD.encode([random(), random(), random()].concat());
    let draft = path.with_extension(format!("{id}.tmp"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writeln!(file, "{}:{secret}", id.get(..8).unwrap_or(&id))?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        // The other process was faster, and its key is the key.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

/// Makes the newest key available to a connection that writes, in its memory only: a temporary table of SQLite is
/// private to its connection and, with `temp_store`, never reaches a file.
///
/// # Errors
/// When the connection is broken.
pub async fn attach(conn: &mut SqliteConnection, keys: &AuditKeys) -> Result<(), sqlx::Error> {
    let Some((id, secret)) = keys.newest() else { return Ok(()) };
    sqlx::raw_sql(
        "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE audit_key (id TEXT NOT NULL, secret BLOB NOT NULL);",
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query("INSERT INTO temp.audit_key (id, secret) VALUES (?, ?)")
        .bind(id)
        .bind(secret)
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn created_key_file_is_private_and_read_back() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.audit-key");

        let created = load_or_create(&path).unwrap();
        let again = load_or_create(&path).unwrap();

        assert_eq!(created.newest(), again.newest());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(!format!("{created:?}").contains(&URL_SAFE_NO_PAD.encode(created.newest().unwrap().1)));
    }

    #[test]
    fn keys_that_are_short_uniform_or_share_an_id_are_refused() {
        let secret = |byte: u8| URL_SAFE_NO_PAD.encode([[byte; 16], [byte + 1; 16]].concat());
        let good = format!("# old\nk1:{}\n\nk2:{}\n", secret(1), secret(3));
        assert_eq!(AuditKeys::parse(&good).unwrap().newest().unwrap().0, "k2");
        for bad in [
            String::new(),
            "k1".to_owned(),
            format!("k1:{}", URL_SAFE_NO_PAD.encode([7; 31])),
            format!("k1:{}", URL_SAFE_NO_PAD.encode([0; 32])),
            format!("k-1:{}", secret(1)),
            format!("k1:{}\nk1:{}", secret(1), secret(3)),
        ] {
            assert!(AuditKeys::parse(&bad).is_none(), "{bad}");
        }
    }
}
