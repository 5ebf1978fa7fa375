use contract::{AccessRequest, AccessRequestForm, ProblemCode, SentAccessRequest, contains_card_number};
use uuid::Uuid;

use super::snapshot;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::people::UserRow;
use crate::store::{StoreError, access_requests};

const MAX_ADDED: i64 = billing::MAX_SESSIONS - 1;
const MAX_NOTE_CHARS: usize = 500;
/// The most requests one person can make in one organization in 24 hours.
const MAX_PER_DAY: i64 = 10;
const DAY_SECONDS: i64 = 86_400;

/// Sends an upgrade request to the billing managers of an organization.
///
/// # Errors
/// 422 for a field out of range, 429 after too many requests.
pub async fn ask(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    form: AccessRequestForm,
) -> Result<SentAccessRequest, Refusal> {
    let invalid = |path, code| Err(Refusal::new(ProblemCode::BodyInvalid).field(path, code));
    if form.add.is_some_and(|add| !(1..=MAX_ADDED).contains(&add)) {
        return invalid("add", "out_of_range");
    }
    if form.note.as_deref().is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS) {
        return invalid("note", "too_long");
    }
    let note = form.note.as_deref().map(plain_text).filter(|note| !note.is_empty());
    if note.as_deref().is_some_and(contains_card_number) {
        return Err(Refusal::card_number_in("note"));
    }
    let mut transaction = state.store.begin().await?;
    let now = state.clock.now();
    let a_day_ago = now.checked_add_seconds(-DAY_SECONDS).unwrap_or(now);
    if access_requests::asked_since(&mut transaction, organization, &user.id, a_day_ago).await? >= MAX_PER_DAY
    {
        return Err(Refusal::new(ProblemCode::RateLimited)
            .detail("You have reached today's limit of requests. Your earlier requests were sent.")
            .retry_after(3_600));
    }
    let row = snapshot::load(&mut transaction, organization).await?;
    let request = AccessRequest {
        id: format!("ar_{}", Uuid::new_v4().simple()),
        by: user.full_name(),
        at: now,
        from_sessions: row.terms.sessions,
        add: form.add,
        cycle: form.cycle,
        note,
    };
    access_requests::insert(&mut transaction, organization, user, &request).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(SentAccessRequest { id: request.id })
}

/// Removes control characters, and marks that change the text direction. Keeps line breaks.
fn plain_text(text: &str) -> String {
    let is_bidi_mark =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String =
        text.chars().filter(|c| *c == '\n' || !(c.is_control() || is_bidi_mark(*c))).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_lose_control_characters_and_direction_marks() {
        assert_eq!(plain_text(" three\u{0}\u{202e} more\nplease\t"), "three more\nplease");
    }
}
