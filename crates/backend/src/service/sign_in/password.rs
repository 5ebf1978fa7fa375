use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::OnceCell;

use super::queue::{HashQueue, Turn};
use crate::error::Refusal;

/// Verifies passwords, at most two at a time.
#[derive(Debug, Default)]
pub struct SignIns {
    pub(super) queue: HashQueue,
    /// The hash to verify against for an unknown person.
    dummy_hash: OnceCell<String>,
}

impl SignIns {
    /// Whether a password matches a hash. Without a hash, it is verified against a dummy one, so that the response time
    /// does not reveal whether the person exists.
    pub(super) async fn matches(
        &self,
        _turn: Turn<'_>,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, Refusal> {
        let exists = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => self.dummy_hash.get_or_try_init(|| hash_in_background(String::new())).await?.clone(),
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

async fn hash_in_background(password: String) -> Result<String, Refusal> {
    let hash = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    hash.map_err(|error| Refusal::internal(&error))?.map_err(|error| Refusal::internal(&error))
}

/// Hashes a password with Argon2id and a new salt, in PHC format.
///
/// # Errors
/// When the operating system provides no random bytes.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}
