use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use process::is_repetitive;
use sha2::Sha256;

use crate::store::Connection;

/// The minimum length of a secret, in bytes.
const MIN_SECRET_LENGTH: usize = 32;

/// The keys of the audit trail. The newest key signs, and all keys verify.
#[derive(Clone)]
pub struct AuditKeys {
    /// Ids and secrets, oldest first. Never empty.
    keys: Vec<(String, Vec<u8>)>,
}

/// Why the audit keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or created.
    #[error("the audit key file {} cannot be used: {reason}; make it readable, or set another file with --audit-key-file", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        reason: io::Error,
    },
    /// The content is malformed.
    #[error("the audit key file {} is malformed: it must contain ID:BASE64URL lines with secrets of at least 32 random bytes, oldest first", .0.display())]
    Malformed(PathBuf),
    /// No row is signed, rows without a key exist, and the key file already exists.
    #[error("the database has {rows} audit rows without a key, but the key file {} already exists; the backend signs such rows only with a key file that it creates. At the first start after an upgrade, move the key file away and append its line to the new file afterwards. Otherwise the database was changed: compare it with a backup", path.display())]
    NotSigned {
        /// The number of rows without a key.
        rows: i64,
        /// The file.
        path: PathBuf,
    },
    /// The newest row was signed with a key that is not in the file.
    #[error("the audit trail was signed with the key {id}, which is not in {}: restore that file, or set its path with --audit-key-file", path.display())]
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
    /// Parses `ID:BASE64URL` lines, oldest first. Skips empty lines and lines that start with `#`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<(String, Vec<u8>)> = lines.map(parse_key).collect::<Option<_>>()?;
        let is_unique = |(place, (id, _)): (usize, &(String, Vec<u8>))| {
            keys.iter().position(|(other, _)| other == id) == Some(place)
        };
        (!keys.is_empty() && keys.iter().enumerate().all(is_unique)).then_some(Self { keys })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// If the file cannot be read or is malformed.
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

fn parse_key(line: &str) -> Option<(String, Vec<u8>)> {
    let (id, secret) = line.split_once(':')?;
    let secret = URL_SAFE_NO_PAD.decode(secret.trim_end_matches('=')).ok()?;
    let is_id = (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_secret = secret.len() >= MIN_SECRET_LENGTH && !is_repetitive(&secret);
    (is_id && is_secret).then(|| (id.to_owned(), secret))
}

/// The HMAC-SHA256 of `text`, in lower-case hex.
pub(super) fn mac(secret: &[u8], text: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(text.as_bytes());
    Some(base16ct::lower::encode_string(&mac.finalize().into_bytes()))
}

/// The default key file: the path of the database with the extension `audit-key`.
pub fn default_path(database: &Path) -> PathBuf {
    database.with_extension("audit-key")
}

/// Makes the newest key available to a write connection, in memory only.
///
/// A temporary table is private to its connection. The store sets `temp_store` to memory, so the table is never written
/// to a file.
pub async fn attach(conn: &mut Connection, keys: &AuditKeys) -> Result<(), sqlx::Error> {
    let Some((id, secret)) = keys.newest() else { return Ok(()) };
    sqlx::query("CREATE TEMP TABLE audit_key (id TEXT NOT NULL, secret BLOB NOT NULL)")
        .execute(&mut *conn)
        .await?;
    sqlx::query("INSERT INTO temp.audit_key (id, secret) VALUES ($1, $2)")
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
    fn keys_that_are_short_repetitive_or_share_an_id_are_refused() {
        let secret = |byte: u8| URL_SAFE_NO_PAD.encode([[byte; 16], [byte + 1; 16]].concat());
        let good = format!("# old\nk1:{}\n\nk2:{}\n", secret(1), secret(3));
        assert_eq!(AuditKeys::parse(&good).unwrap().newest().unwrap().0, "k2");
        for bad in [
            String::new(),
            "k1".to_owned(),
            format!("k1:{}", URL_SAFE_NO_PAD.encode([7; 31])),
            format!("k1:{}", URL_SAFE_NO_PAD.encode([0; 32])),
            format!("k1:{}", URL_SAFE_NO_PAD.encode([[1; 8], [2; 8], [1; 8], [2; 8]].concat())),
            format!("k-1:{}", secret(1)),
            format!("k1:{}\nk1:{}", secret(1), secret(3)),
        ] {
            assert!(AuditKeys::parse(&bad).is_none(), "{bad}");
        }
    }
}
