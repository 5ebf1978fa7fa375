use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::OnceCell;

use super::queue::{HashQueue, Turn};
use crate::error::Refusal;

/// Checks passwords, two at a time.
#[derive(Debug, Default)]
pub struct SignIns {
    pub(super) queue: HashQueue,
    nobody: OnceCell<String>,
}

impl SignIns {
    /// Whether a password belongs to a hash. Without a hash the same work is done in vain, so that the response time
    /// does not reveal whether the person exists.
    ///
    /// # Errors
    /// An internal error when hashing itself fails.
    pub(super) async fn matches(
        &self,
        _turn: Turn<'_>,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Refusal> {
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
