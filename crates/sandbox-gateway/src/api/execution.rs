use axum::http::StatusCode;
use sha2::{Digest, Sha256};

use super::expand::expand;
use super::respond::Answer;
use crate::book::{Entry, EntryName, StoredAnswer};
use crate::calls;
use crate::engine::{Draft, Engine, Origin, Output};
use crate::faults::{Fault, FaultKind};
use crate::request::ApiError;
use crate::request::Call;
use crate::request::Params;
use crate::request::{Parameters, canonical};
use crate::shared_state::SharedState;

/// A request that is ready to be executed.
#[derive(Debug)]
pub struct Execution {
    pub method: String,
    pub path: String,
    pub call: Call,
    pub parameters: Parameters,
    pub key: Option<String>,
    pub request_id: String,
    pub fault: Option<Fault>,
}

/// Replays the answer of the request's key, or executes the request. The flag is set when the answer must be late.
///
/// # Errors
/// When the request is refused before it is executed. The key can then be used again.
pub async fn run(state: &SharedState, execution: Execution) -> Result<(Answer, bool), ApiError> {
    let account = state.0.account.clone();
    let origin = Origin {
        request: Some(execution.request_id.clone()),
        idempotency_key: execution.key.clone(),
        ..state.origin()
    };
    state
        .run(move |engine, now| {
            let hash = execution.hash();
            if let Some(stored) = execution.key.as_ref().and_then(|key| engine.store().answer(key, now)) {
                return replay(stored, &hash).map(|answer| (answer, false));
            }
            let mut draft = Draft::new(engine.store(), now, origin);
            let result = match &execution.fault {
                Some(fault) if fault.kind == FaultKind::ErrorBefore => {
                    draft.write(Entry::new(EntryName::FaultApplied, now).because(&fault.describe()));
                    Err(failure(fault))
                }
                _ => execution.execute(&mut draft, &account),
            };
            execution.commit(engine, draft_parts(draft), hash, result)
        })
        .await
}

type DraftParts = (Output, bool);

fn draft_parts(draft: Draft<'_>) -> DraftParts {
    let is_late = draft.is_late;
    (draft.into_output(), is_late)
}

impl Execution {
    fn hash(&self) -> String {
        let text = format!("{} {}?{}", self.method, self.path, canonical(&self.parameters));
        base16ct::lower::encode_string(&Sha256::digest(text))
    }

    fn execute(&self, draft: &mut Draft<'_>, account: &str) -> Result<String, ApiError> {
        let mut params = Params::new(self.parameters.clone());
        let paths = params.list("expand")?;
        let mut body = calls::execute(draft, &self.call, &mut params, account)?;
        expand(&mut body, &paths, draft)?;
        Ok(format!("{body}"))
    }

    fn commit(
        &self,
        engine: &mut Engine,
        (output, is_late): DraftParts,
        request_hash: String,
        result: Result<String, ApiError>,
    ) -> Result<(Answer, bool), ApiError> {
        let fails_after = self.fault.as_ref().filter(|fault| fault.kind == FaultKind::ErrorAfter);
        let mut answer = match result {
            Ok(body) => Answer::new(StatusCode::OK, body),
            Err(error) if error.was_executed => Answer::from(error),
            Err(error) => return Err(error),
        };
        if let Some(fault) = fails_after {
            answer = Answer::from(failure(fault));
        }
        // Errors of a proxy in front of the API are not stored with the key.
        let is_stored = answer.status.as_u16() <= 500 && answer.status != StatusCode::TOO_MANY_REQUESTS;
        let stored =
            self.key.as_ref().filter(|_| is_stored && !output.entries.is_empty()).map(|_| StoredAnswer {
                request_hash,
                request_id: self.request_id.clone(),
                status: answer.status.as_u16(),
                body: answer.body.clone(),
            });
        engine.commit(output, stored)?;
        Ok((answer, is_late))
    }
}

fn replay(stored: &StoredAnswer, hash: &str) -> Result<Answer, ApiError> {
    if stored.request_hash != hash {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "idempotency_error",
            "This idempotency key was used for a request with other parameters.",
        ));
    }
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Ok(Answer {
        original_request: Some(stored.request_id.clone()),
        ..Answer::new(status, stored.body.clone())
    })
}

fn failure(fault: &Fault) -> ApiError {
    let status = fault.status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.filter(|status| status.as_u16() >= 400).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ApiError::new(status, "api_error", "A fault of the sandbox.").executed()
}
