use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::card_entry::CardEntry;
use super::layout::{notice, unknown};
use super::setup_form::{FormProblems, render_form};
use super::texts::Texts;
use crate::calls::{SetupStep, expire_due_session, new_payment_method, start_setup};
use crate::cards::Decline;
use crate::records::{PaymentError, Session, SessionStatus, SetupIntent};
use crate::request::ApiError;
use crate::shared_state::SharedState;

/// The setup page of a session.
pub async fn show(State(state): State<SharedState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match find(&state, id).await {
        Ok(Some((session, error))) => page(&state, &headers, &session, error),
        Ok(None) => unknown(None, &headers),
        Err(error) => failed(&error),
    }
}

/// Saves the card that was entered.
pub async fn submit(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Result<Form<CardEntry>, FormRejection>,
) -> Response {
    let (session, _) = match find(&state, id).await {
        Ok(Some(found)) => found,
        Ok(None) => return unknown(None, &headers),
        Err(error) => return failed(&error),
    };
    if session.status != SessionStatus::Open {
        return page(&state, &headers, &session, None);
    }
    let texts = Texts::of(session.locale.as_deref(), &headers);
    let merchant = &state.0.merchant;
    let entry = form.map(|Form(entry)| entry).unwrap_or_default();
    let entered = match entry.read(state.0.clock.now(), texts) {
        Ok(entered) => entered,
        Err(fields) => {
            let problems = FormProblems { fields, card: None };
            return render_form(StatusCode::UNPROCESSABLE_ENTITY, texts, merchant, &session, &problems);
        }
    };
    let id = session.id.clone();
    let step = state
        .change(move |draft| {
            let Some(session) = draft.current::<Session>(&id) else { return Ok(SetupStep::Closed) };
            let mut method = new_payment_method(draft, entered.card);
            if let Some((month, year)) = entered.expiry {
                (method.expires_month, method.expires_year) = (month, year);
            }
            Ok(start_setup(draft, session, method))
        })
        .await;
    match step {
        Ok(SetupStep::Saved(address) | SetupStep::Bank(address)) => redirect(&address),
        Ok(SetupStep::Declined(decline)) => {
            let problems =
                FormProblems { card: Some(decline_text(texts, Some(decline))), ..Default::default() };
            render_form(StatusCode::UNPROCESSABLE_ENTITY, texts, merchant, &session, &problems)
        }
        Ok(SetupStep::Closed) => show(State(state), Path(session.id), headers).await,
        Err(error) => failed(&error),
    }
}

/// The session, and the last error of its setup intent.
async fn find(state: &SharedState, id: String) -> Result<Option<(Session, Option<PaymentError>)>, ApiError> {
    state
        .change(move |draft| {
            expire_due_session(draft, &id);
            let session = draft.current::<Session>(&id);
            Ok(session.map(|session| {
                let intent = draft.current::<SetupIntent>(&session.setup_intent);
                let error = intent.and_then(|intent| intent.last_error);
                (session, error)
            }))
        })
        .await
}

fn page(
    state: &SharedState,
    headers: &HeaderMap,
    session: &Session,
    error: Option<PaymentError>,
) -> Response {
    let texts = Texts::of(session.locale.as_deref(), headers);
    let merchant = &state.0.merchant;
    let title = texts.session_closed_title;
    match session.status {
        SessionStatus::Open => {
            let card = error.map(|error| decline_text(texts, error.decline));
            let problems = FormProblems { card, ..Default::default() };
            render_form(StatusCode::OK, texts, merchant, session, &problems)
        }
        SessionStatus::Complete => {
            let address = session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id);
            notice(StatusCode::OK, texts, (title, texts.session_complete), merchant, Some(&address))
        }
        SessionStatus::Expired => {
            let back = session.cancel_url.as_deref();
            notice(StatusCode::GONE, texts, (title, texts.session_expired), merchant, back)
        }
    }
}

fn decline_text(texts: &'static Texts, decline: Option<Decline>) -> &'static str {
    match decline {
        None => texts.bank_refused,
        Some(Decline::InsufficientFunds) => texts.insufficient_funds,
        Some(Decline::ExpiredCard) => texts.card_expired,
        Some(_) => texts.declined,
    }
}

pub fn redirect(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address.to_owned())]).into_response()
}

/// The response when the book cannot be written.
pub fn failed(error: &ApiError) -> Response {
    (error.status, "The sandbox cannot write its book. Nothing was changed.\n").into_response()
}
