use billing::Instant;
use contract::{EmbedSession, EmbedSessionRequest, ProblemCode};

use super::clients::is_client_id;
use super::codes::CODE_LIFETIME_SECONDS;
use super::document::Document;
use super::{machine_now, random_text};
use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::store::embed_codes::{self, EmbedCodeRow};
use crate::store::embed_sessions::{self, DocumentSessionRow, EmbedSessionRow, NewEmbedSession};
use crate::store::people::UserRow;
use crate::store::{Connection, StoreError, embed_clients, people};

/// The longest session of a document, in seconds.
pub(super) const LIFETIME_SECONDS: i64 = 8 * 3_600;
/// A session ends this long after its last use, in seconds.
const IDLE_SECONDS: i64 = 30 * 60;
/// How long a token is valid, in seconds.
const TOKEN_LIFETIME_SECONDS: i64 = 10 * 60;
/// The oldest sign-in at the portal with which a person may pay, in seconds.
const STEP_UP_SECONDS: i64 = 15 * 60;
/// The shortest interval between two updates of a token's last use, in seconds.
const TOUCH_INTERVAL_SECONDS: i64 = 60;
/// How far the clocks of two instances of this service may differ, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 60;

/// The limits of a caller with an embed session.
#[derive(Clone, Debug)]
pub struct Embedded {
    /// The only organization that the session may access.
    pub organization: i64,
    /// When the person last signed in at the portal.
    pub authenticated_at: Instant,
    /// The id of the frame's document.
    pub document: String,
}

impl Embedded {
    /// Whether the last sign-in at the portal is recent enough to pay.
    #[must_use]
    pub fn may_pay(&self) -> bool {
        machine_now().seconds_since(self.authenticated_at) <= STEP_UP_SECONDS
    }
}

/// Exchanges a one-time code for a bearer token. The code counts as used even if another field of the request is wrong.
///
/// # Errors
/// 401 `embed_code_invalid`, whatever the reason. The log contains the reason.
pub async fn exchange_code(state: &AppState, request: EmbedSessionRequest) -> Result<EmbedSession, Refusal> {
    let now = machine_now();
    let result = exchange(state, &request, now).await?;
    result.map_err(|reason| {
        // Other text could be a code in the wrong field.
        let client = if is_client_id(&request.client) { &request.client } else { "invalid" };
        tracing::warn!(client, reason, "embed code refused");
        Refusal::new(ProblemCode::EmbedCodeInvalid)
    })
}

async fn exchange(
    state: &AppState,
    request: &EmbedSessionRequest,
    now: Instant,
) -> Result<Result<EmbedSession, &'static str>, Refusal> {
    let document = Document::of_nonce(&state.seals, &request.client, &request.nonce, now);
    let code_hash = fingerprint(&request.code);
    // Unknown codes do not queue for the write connection.
    if embed_codes::find(&mut *state.store.reader().await?, &code_hash).await?.is_none() {
        return Ok(Err("the code is unknown"));
    }
    let mut transaction = state.store.begin().await?;
    let Some(code) = embed_codes::find(&mut transaction, &code_hash).await? else {
        return Ok(Err("the code is unknown"));
    };
    if !embed_codes::use_once(&mut transaction, &code_hash, now).await? {
        return Ok(Err("the code was used before"));
    }
    let session = match document {
        Some(document) => open_session(&mut transaction, request, &document, code, now).await?,
        None => Err("the nonce is invalid, has expired, or is for another client"),
    };
    transaction.commit().await?;
    Ok(session)
}

async fn open_session(
    connection: &mut Connection,
    request: &EmbedSessionRequest,
    document: &Document,
    code: EmbedCodeRow,
    now: Instant,
) -> Result<Result<EmbedSession, &'static str>, Refusal> {
    if let Some(reason) = mismatch(request, document, &code, now) {
        return Ok(Err(reason));
    }
    let client = embed_clients::find(connection, &code.client).await?;
    let is_allowed = client.is_some_and(|client| {
        !client.disabled
            && client.origins.contains(&code.origin)
            && client.organizations.contains(&code.organization)
    });
    if !is_allowed {
        return Ok(Err("the client is disabled, or has lost its organization or origin"));
    }
    if people::membership(connection, &code.person, code.organization).await?.is_none() {
        return Ok(Err("the person is no member of the organization"));
    }
    let session = embed_sessions::of_document(connection, &document.id).await?;
    if let Some(reason) = session.as_ref().and_then(|session| conflict(session, &code, now)) {
        return Ok(Err(reason));
    }
    let token = random_text();
    let started_at = session.map_or(now, |session| session.started_at);
    let new = NewEmbedSession {
        document: &document.id,
        client: &code.client,
        person: &code.person,
        organization: code.organization,
        origin: &code.origin,
        authenticated_at: code.authenticated_at,
        started_at,
        issued_at: now,
    };
    let ended_before = now.checked_add_seconds(-LIFETIME_SECONDS).unwrap_or(now);
    embed_sessions::remove_before(connection, ended_before).await?;
    embed_sessions::insert(connection, &fingerprint(&token), &new).await?;
    tracing::info!(
        client = code.client,
        organization = code.organization,
        user = code.person,
        "embed session opened"
    );
    let prefill = code.prefill.map(|prefill| serde_json::from_str(&prefill)).transpose();
    Ok(Ok(EmbedSession {
        token,
        expires_in_seconds: TOKEN_LIFETIME_SECONDS.min(LIFETIME_SECONDS - now.seconds_since(started_at)),
        organization: code.organization,
        locale: code.locale,
        prefill: prefill.map_err(|_| StoreError::Unreadable("embed_code.prefill"))?,
    }))
}

/// Why a code may not be used by this request.
fn mismatch(
    request: &EmbedSessionRequest,
    document: &Document,
    code: &EmbedCodeRow,
    now: Instant,
) -> Option<&'static str> {
    let age = now.seconds_since(code.issued_at);
    if !(-CLOCK_SKEW_SECONDS..CODE_LIFETIME_SECONDS).contains(&age) {
        Some("the code has expired")
    } else if code.client != request.client {
        Some("the code is for another client")
    } else if code.origin != request.origin {
        Some("the code is for another origin")
    } else if code.organization != document.organization {
        Some("the code is for another organization")
    } else {
        None
    }
}

/// Why a document that has a session may not continue it with this code.
fn conflict(session: &DocumentSessionRow, code: &EmbedCodeRow, now: Instant) -> Option<&'static str> {
    let is_same = session.client == code.client
        && session.person == code.person
        && session.organization == code.organization
        && session.origin == code.origin;
    if !is_same {
        Some("the document has a session of another person, client, organization or origin")
    } else if !is_alive(session.started_at, session.used_at, now) {
        Some("the session of the document has ended")
    } else {
        None
    }
}

fn is_alive(started_at: Instant, used_at: Instant, now: Instant) -> bool {
    now.seconds_since(started_at) < LIFETIME_SECONDS && now.seconds_since(used_at) < IDLE_SECONDS
}

/// The user of a bearer token and the limits of the session, if the session is still valid.
pub async fn session_of(state: &AppState, token: &str) -> Result<Option<(UserRow, Embedded)>, Refusal> {
    let hash = fingerprint(token);
    let Some(session) = embed_sessions::find(&mut *state.store.reader().await?, &hash).await? else {
        return Ok(None);
    };
    let now = machine_now();
    if !is_valid(&session, now) {
        return Ok(None);
    }
    if now.seconds_since(session.used_at) >= TOUCH_INTERVAL_SECONDS {
        // Reads must work while the disk is full, so a failure here does not fail the request.
        if let Err(error) = touch(state, &hash, now).await {
            tracing::warn!(%error, "the use of an embed session could not be stored");
        }
    }
    let EmbedSessionRow { user, document, organization, authenticated_at, .. } = session;
    Ok(Some((user, Embedded { organization, authenticated_at, document })))
}

fn is_valid(session: &EmbedSessionRow, now: Instant) -> bool {
    now.seconds_since(session.issued_at) < TOKEN_LIFETIME_SECONDS
        && is_alive(session.started_at, session.used_at, now)
}

async fn touch(state: &AppState, hash: &str, now: Instant) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    embed_sessions::touch(&mut transaction, hash, now).await?;
    transaction.commit().await?;
    Ok(())
}

/// Ends the session of a document.
pub async fn end(state: &AppState, document: &str) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    embed_sessions::remove_document(&mut transaction, document).await?;
    transaction.commit().await?;
    Ok(())
}
