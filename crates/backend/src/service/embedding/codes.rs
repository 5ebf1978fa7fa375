use contract::{EmbedCode, EmbedCodeRequest, Prefill, ProblemCode};

use super::{machine_now, random_text};
use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::store::embed_clients::EmbedClientRow;
use crate::store::embed_codes::{self, EmbedCodeRow};
use crate::store::rate_limits::{self, Limit};
use crate::store::{Connection, StoreError, people};

/// How long a code is valid, in seconds.
pub(super) const CODE_LIFETIME_SECONDS: i64 = 60;
/// How far the clocks of the portal and of this service may differ, in seconds.
const CLOCK_SKEW_SECONDS: i64 = 60;
/// The oldest sign-in for which a portal gets a code. A portal that reports older ones reports no sign-ins.
const MAX_SIGN_IN_AGE_SECONDS: i64 = 90 * 86_400;
const MAX_ADDED: i64 = billing::MAX_SESSIONS - 1;
const PER_CLIENT: Limit = Limit { purpose: "embed_code_client", burst: 600, interval_seconds: 1 };
const PER_PERSON: Limit = Limit { purpose: "embed_code_person", burst: 60, interval_seconds: 10 };

/// Issues a one-time code for a person to an authenticated client.
///
/// # Errors
/// 422 for an invalid field, 403 for an organization or origin that the client does not have, 404 for an unknown person
/// and for a non-member alike, 429 after too many codes of the client or of the person.
pub async fn issue_code(
    state: &AppState,
    client: &EmbedClientRow,
    request: EmbedCodeRequest,
) -> Result<EmbedCode, Refusal> {
    check(&request)?;
    if !client.organizations.contains(&request.organization) || !client.origins.contains(&request.origin) {
        return Err(refused(
            client,
            ProblemCode::UnauthorizedClient,
            "the organization or the origin is not configured",
        ));
    }
    let now = machine_now();
    let mut transaction = state.store.begin().await?;
    if let Some(seconds) = rate_limits::take(&mut transaction, PER_CLIENT, &client.id, now).await? {
        return Err(
            refused(client, ProblemCode::RateLimited, "too many codes of the client").retry_after(seconds)
        );
    }
    let Some(person) = member(&mut transaction, &request).await? else {
        // The use of the limit counts, so that the limit also covers guessing e-mail addresses.
        transaction.commit().await?;
        return Err(refused(client, ProblemCode::NotFound, "the person is no member of the organization"));
    };
    let scope = fingerprint(&format!("{} {person}", client.id));
    if let Some(seconds) = rate_limits::take(&mut transaction, PER_PERSON, &scope, now).await? {
        return Err(
            refused(client, ProblemCode::RateLimited, "too many codes of the person").retry_after(seconds)
        );
    }
    let code = random_text();
    let prefill = request.prefill.map(|prefill| serde_json::to_string(&prefill)).transpose();
    let row = EmbedCodeRow {
        client: client.id.clone(),
        person,
        organization: request.organization,
        origin: request.origin,
        authenticated_at: request.authenticated_at,
        locale: request.locale,
        prefill: prefill.map_err(|error| Refusal::internal(&error))?,
        issued_at: now,
    };
    let expired_before = now.checked_add_seconds(-2 * CODE_LIFETIME_SECONDS).unwrap_or(now);
    embed_codes::remove_before(&mut transaction, expired_before).await?;
    embed_codes::insert(&mut transaction, &fingerprint(&code), &row).await?;
    transaction.commit().await?;
    tracing::info!(
        client = client.id,
        organization = row.organization,
        user = row.person,
        "embed code issued"
    );
    Ok(EmbedCode { code, expires_in_seconds: CODE_LIFETIME_SECONDS })
}

fn refused(client: &EmbedClientRow, code: ProblemCode, reason: &str) -> Refusal {
    tracing::warn!(client = client.id, reason, "embed code refused");
    Refusal::new(code)
}

/// Checks the fields that can be checked without the database.
fn check(request: &EmbedCodeRequest) -> Result<(), Refusal> {
    let invalid = |path, code| Err(Refusal::new(ProblemCode::BodyInvalid).field(path, code));
    match (&request.subject, &request.email) {
        (None, None) => return invalid("subject", "missing"),
        (Some(_), Some(_)) => return invalid("email", "unexpected"),
        _ => {}
    }
    let age = machine_now().seconds_since(request.authenticated_at);
    if !(-CLOCK_SKEW_SECONDS..=MAX_SIGN_IN_AGE_SECONDS).contains(&age) {
        return invalid("authenticatedAt", "out_of_range");
    }
    let is_tag = |locale: &String| {
        (2..=35).contains(&locale.len())
            && locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if request.locale.as_ref().is_some_and(|locale| !is_tag(locale)) {
        return invalid("locale", "invalid");
    }
    let Prefill { add, .. } = request.prefill.unwrap_or_default();
    if add.is_some_and(|add| !(1..=MAX_ADDED).contains(&add)) {
        return invalid("prefill.add", "out_of_range");
    }
    Ok(())
}

/// The id of the person of a request, if they are a member of its organization.
async fn member(
    connection: &mut Connection,
    request: &EmbedCodeRequest,
) -> Result<Option<String>, StoreError> {
    match (&request.subject, &request.email) {
        (Some(id), _) => people::member_by_id(connection, id, request.organization).await,
        (None, Some(email)) => {
            let email = email.trim().to_lowercase();
            people::member_by_email(connection, &email, request.organization).await
        }
        (None, None) => Ok(None),
    }
}
