use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::{OnceCell, Semaphore};

use super::Limits;
use crate::error::Refusal;

/// Hashes computed at once: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;

/// Checks passwords, no more than a few at once.
#[derive(Debug)]
pub struct SignIns {
    /// Failed tries so far.
    pub limits: Limits,
    turns: Semaphore,
    nobody: OnceCell<String>,
}

impl Default for SignIns {
    fn default() -> Self {
        Self { limits: Limits::default(), turns: Semaphore::new(AT_ONCE), nobody: OnceCell::new() }
    }
}

impl SignIns {
    /// Whether a password belongs to a hash. Without a hash the same work is done in vain, so that the time of the
    /// answer does not tell whether the person exists.
    ///
    /// # Errors
    /// An internal error when hashing itself fails.
    pub async fn matches(&self, password: String, hash: Option<String>) -> Result<bool, Refusal> {
        let _turn = self.turns.acquire().await.map_err(|error| Refusal::internal(&error))?;
        let exists = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => self.nobody.get_or_try_init(|| hashed(String::new())).await?.clone(),
        };
        let verified = tokio::task::spawn_blocking(move || {
            let hash = PasswordHash::new(&hash)?;
            Ok::<_, argon2::password_hash::Error>(
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
            )
        });
        let verified = verified
            .await
            .map_err(|error| Refusal::internal(&error))?
            .map_err(|error| Refusal::internal(&error))?;
        Ok(verified && exists)
    }
}

async fn hashed(password: String) -> Result<String, Refusal> {
    let hash = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    hash.map_err(|error| Refusal::internal(&error))?.map_err(|error| Refusal::internal(&error))
}

/// Hashes a password with argon2id and a fresh salt, in the PHC form.
///
/// # Errors
/// When the system gives no randomness.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}
