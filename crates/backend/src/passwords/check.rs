use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::password_hash::{self, PasswordHasher};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::OnceCell;

use super::queue::{HashQueue, MAX_PARALLEL, Turn};
use crate::error::Refusal;

/// Verifies passwords, at most two at a time.
#[derive(Debug, Default)]
pub struct SignIns {
    /// The queue of checks.
    pub queue: HashQueue,
    /// The hash to verify against for an unknown person.
    dummy_hash: OnceCell<String>,
    buffers: Arc<Buffers>,
}

/// The working memory of hashes, 19 MiB each. It is kept for the next hash, because the allocator keeps freed memory per
/// thread, and hashes run on many threads.
#[derive(Debug, Default)]
struct Buffers(Mutex<Vec<Vec<Block>>>);

impl SignIns {
    /// Whether a password matches a hash. Without a hash, it is verified against a dummy one, so that the response time
    /// does not reveal whether the person exists.
    pub async fn matches(
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
        let buffers = Arc::clone(&self.buffers);
        let verified = tokio::task::spawn_blocking(move || {
            let mut buffer = buffers.take();
            let verified = verify(&password, &hash, &mut buffer);
            buffers.keep(buffer);
            verified
        });
        let verified = verified
            .await
            .map_err(|error| Refusal::internal(&error))?
            .map_err(|error| Refusal::internal(&error))?;
        Ok(verified && exists)
    }
}

impl Buffers {
    fn take(&self) -> Vec<Block> {
        self.lock().pop().unwrap_or_default()
    }

    fn keep(&self, buffer: Vec<Block>) {
        let mut kept = self.lock();
        if kept.len() < MAX_PARALLEL {
            kept.push(buffer);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a password matches an Argon2 hash in PHC format. Grows the buffer as needed.
fn verify(password: &str, hash: &str, buffer: &mut Vec<Block>) -> Result<bool, password_hash::Error> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else { return Ok(false) };
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let params = Params::try_from(&hash)?;
    if buffer.len() < params.block_count() {
        buffer.resize(params.block_count(), Block::default());
    }
    let mut computed = [0; Output::MAX_LENGTH];
    let computed = computed.get_mut(..expected.len()).ok_or(password_hash::Error::OutputSize)?;
    let argon2 = Argon2::new(algorithm, version, params);
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, computed, buffer)?;
    // `Output` compares in constant time.
    Ok(Output::new(computed)? == *expected)
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

#[cfg(test)]
mod tests {
    use super::super::limits::Guesser;
    use super::*;

    #[tokio::test]
    async fn passwords_are_verified_in_buffers_that_are_kept() {
        let sign_ins = SignIns::default();
        let guesser = Guesser::new("owner@example.com", "192.0.2.1".parse().unwrap());
        let hash = hash_password("right").unwrap();
        let matches = async |password: &str, hash: Option<&String>| {
            let turn = sign_ins.queue.turn(&guesser, true).await.unwrap();
            sign_ins.matches(turn, password.to_owned(), hash.cloned()).await.unwrap()
        };
        let buffers = || sign_ins.buffers.lock().iter().map(|kept| kept.as_ptr()).collect::<Vec<_>>();

        assert!(matches("right", Some(&hash)).await);
        let first = buffers();
        assert_eq!(first.len(), 1);
        for (password, hash, fits) in [
            ("wrong", Some(&hash), false),
            ("", Some(&hash), false),
            ("", None, false),
            ("right", Some(&hash), true),
        ] {
            assert_eq!(matches(password, hash).await, fits, "{password}");
        }
        assert_eq!(buffers(), first);
        for _ in 0..5 {
            tokio::join!(matches("right", Some(&hash)), matches("wrong", Some(&hash)));
        }
        assert_eq!(buffers().len(), 2);
    }

    #[test]
    fn hashes_of_any_size_and_kind_are_verified() {
        let mut buffer = Vec::new();
        for memory in [64, 19 * 1024, 8] {
            let params = Params::new(memory, 1, 1, Some(16)).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2d, Version::V0x10, params);
            let hash = argon2.hash_password(b"right").unwrap().to_string();
            assert!(verify("right", &hash, &mut buffer).unwrap());
            assert!(!verify("wrong", &hash, &mut buffer).unwrap());
        }
        assert!(verify("right", "not a hash", &mut buffer).is_err());
        assert!(!verify("right", "$argon2id$v=19$m=19456,t=2,p=1", &mut buffer).unwrap());
    }
}
