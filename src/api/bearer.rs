use std::{cell::Cell, future::Future, pin::Pin};

use contract::ProblemCode;

use super::ApiError;

/// Why a request needs a new bearer token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenewalReason {
    /// The token is missing or has expired.
    Expired,
    /// A payment requires that the user has signed in to the portal recently.
    StepUp,
}

/// The bearer token of an app in a portal's frame. Without it, requests use the session cookie.
pub trait BearerToken {
    /// The current token.
    fn token(&self) -> Option<String>;

    /// Requests a new token. Returns whether there is one.
    fn renew(&self, reason: RenewalReason) -> Pin<Box<dyn Future<Output = bool>>>;
}

thread_local! {
    // No field of the client, so that the linker removes the code for tokens from the stand-alone app, which sets none.
    static BEARER: Cell<Option<&'static dyn BearerToken>> = const { Cell::new(None) };
}

/// Uses a bearer token for all requests of this document.
pub fn use_bearer(token: &'static dyn BearerToken) {
    BEARER.set(Some(token));
}

/// The bearer token of this document.
pub(super) fn bearer() -> Option<&'static dyn BearerToken> {
    BEARER.get()
}

/// The reason if a response can be different with a new token. Such a request was refused before it changed anything, so
/// it can be sent again.
pub(super) fn renewal_reason(response: &Result<String, ApiError>) -> Option<RenewalReason> {
    match response {
        Err(ApiError::SignedOut) => Some(RenewalReason::Expired),
        Err(ApiError::Refused(refusal)) if refusal.code == ProblemCode::StepUpRequired => {
            Some(RenewalReason::StepUp)
        }
        _ => None,
    }
}
