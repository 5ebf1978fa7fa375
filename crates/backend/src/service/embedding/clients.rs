use contract::ProblemCode;
use subtle::ConstantTimeEq;

use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::store::embed_clients::{self, EmbedClientRow};

const MAX_ID_LENGTH: usize = 64;
/// A hash that no secret has, to compare with for an unknown client.
const NO_SECRET_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Whether a text can be the id of an embed client: 1 to 64 lower-case ASCII letters, digits, hyphens and underscores.
#[must_use]
pub fn is_client_id(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    (1..=MAX_ID_LENGTH).contains(&text.len()) && text.bytes().all(is_allowed)
}

/// The enabled client with this id and secret.
///
/// # Errors
/// 401 `invalid_client` for an unknown client, a disabled one and a wrong secret alike.
pub async fn authenticate(state: &AppState, id: &str, secret: &str) -> Result<EmbedClientRow, Refusal> {
    let mut reader = state.store.reader().await?;
    let stored = embed_clients::secret_hash(&mut reader, id).await?;
    let expected = stored.as_deref().unwrap_or(NO_SECRET_HASH);
    let matches: bool = fingerprint(secret).as_bytes().ct_eq(expected.as_bytes()).into();
    if !matches {
        return Err(refused(id, if stored.is_some() { "wrong secret" } else { "unknown client" }));
    }
    let client = embed_clients::find(&mut reader, id).await?;
    client.filter(|client| !client.disabled).ok_or_else(|| refused(id, "disabled client"))
}

fn refused(id: &str, reason: &str) -> Refusal {
    // Other text could be a secret in the wrong field.
    let client = if is_client_id(id) { id } else { "invalid" };
    tracing::warn!(client, reason, "embed client refused");
    Refusal::new(ProblemCode::InvalidClient)
}
