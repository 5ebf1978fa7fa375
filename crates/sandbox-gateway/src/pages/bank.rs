use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use url::Url;

use super::checkout::{failed, redirect};
use super::html::{Fill, escape, fill};
use super::layout::{notice, render, unknown};
use super::texts::Texts;
use crate::calls::bank::{Decision, decide_payment};
use crate::calls::{SetupStep, decide_setup, expire_due_session};
use crate::currency;
use crate::records::{IntentStatus, PaymentIntent, Session, SetupIntent, SetupStatus};
use crate::request::ApiError;
use crate::shared_state::SharedState;

const FORM: &str = include_str!("files/bank.html");

#[derive(Deserialize)]
pub struct DecisionForm {
    decision: Choice,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Confirm,
    Refuse,
}

/// What the bank must confirm.
enum Subject {
    Payment(PaymentIntent),
    Setup(SetupIntent, Session),
}

/// The bank's page of a payment or setup intent.
pub async fn show(State(state): State<SharedState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match find(&state, id).await {
        Ok(Some(subject)) => page(&state, &headers, &subject),
        Ok(None) => unknown(None, &headers),
        Err(error) => failed(&error),
    }
}

/// Applies the first decision and redirects back. A second submit changes nothing.
pub async fn decide(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Result<Form<DecisionForm>, FormRejection>,
) -> Response {
    let Ok(Form(DecisionForm { decision })) = form else {
        return (StatusCode::UNPROCESSABLE_ENTITY, "The form must contain the decision confirm or refuse.\n")
            .into_response();
    };
    let decision = match decision {
        Choice::Confirm => Decision::Confirm,
        Choice::Refuse => Decision::Refuse,
    };
    let subject = match find(&state, id.clone()).await {
        Ok(Some(subject)) => subject,
        Ok(None) => return unknown(None, &headers),
        Err(error) => return failed(&error),
    };
    let decided = match subject {
        Subject::Payment(_) => decide_about_payment(&state, id, decision).await,
        Subject::Setup(intent, _) => decide_about_setup(&state, intent.id, decision).await,
    };
    match decided {
        Ok(Some(address)) => redirect(&address),
        Ok(None) => show_again(&state, &headers),
        Err(error) => failed(&error),
    }
}

async fn decide_about_payment(
    state: &SharedState,
    id: String,
    decision: Decision,
) -> Result<Option<String>, ApiError> {
    state
        .change(move |draft| {
            let Some(intent) = draft.current::<PaymentIntent>(&id) else { return Ok(None) };
            decide_payment(draft, intent, decision);
            Ok(draft.current::<PaymentIntent>(&id).and_then(|intent| return_address(&intent)))
        })
        .await
}

async fn decide_about_setup(
    state: &SharedState,
    id: String,
    decision: Decision,
) -> Result<Option<String>, ApiError> {
    state
        .change(move |draft| {
            let Some(intent) = draft.current::<SetupIntent>(&id) else { return Ok(None) };
            let page = draft.current::<Session>(&intent.session).map(|session| session.url);
            Ok(match decide_setup(draft, intent, decision) {
                SetupStep::Saved(address) | SetupStep::Bank(address) => Some(address),
                SetupStep::Declined(_) | SetupStep::Closed => page,
            })
        })
        .await
}

async fn find(state: &SharedState, id: String) -> Result<Option<Subject>, ApiError> {
    state
        .change(move |draft| {
            if let Some(intent) = draft.current::<PaymentIntent>(&id) {
                return Ok(Some(Subject::Payment(intent)));
            }
            let Some(intent) = draft.current::<SetupIntent>(&id) else { return Ok(None) };
            expire_due_session(draft, &intent.session);
            let session = draft.current::<Session>(&intent.session);
            let intent = draft.current::<SetupIntent>(&id);
            Ok(intent.zip(session).map(|(intent, session)| Subject::Setup(intent, session)))
        })
        .await
}

/// The merchant's page with the parameters that the bank's redirect has.
fn return_address(intent: &PaymentIntent) -> Option<String> {
    let mut address = Url::parse(intent.return_url.as_ref()?).ok()?;
    let status = if intent.status == IntentStatus::Succeeded { "succeeded" } else { "failed" };
    address
        .query_pairs_mut()
        .append_pair("payment_intent", &intent.id)
        .append_pair("payment_intent_client_secret", &format!("{}_secret_sandbox", intent.id))
        .append_pair("redirect_status", status);
    Some(address.into())
}

fn page(state: &SharedState, headers: &HeaderMap, subject: &Subject) -> Response {
    let (texts, merchant) = (texts_of(subject, headers), &state.0.merchant);
    let (id, title, intro, note, amount, target) = match subject {
        Subject::Payment(intent) if intent.status == IntentStatus::RequiresAction => {
            let amount = currency::display(intent.amount, &intent.currency);
            let amount = format!(
                "<p class=\"amount\"><span class=\"hidden\">{}: </span><bdi id=\"bank-amount\">{}</bdi></p>",
                escape(texts.amount),
                escape(&amount)
            );
            let (title, intro, note) = (texts.bank_title, texts.bank_intro, texts.bank_note);
            (&intent.id, title, intro, note, amount, intent.return_url.as_deref())
        }
        Subject::Setup(intent, session) if intent.status == SetupStatus::RequiresAction => {
            let (title, intro) = (texts.bank_setup_title, texts.bank_setup_intro);
            let target = Some(session.success_url.as_str());
            (&intent.id, title, intro, texts.bank_setup_note, String::new(), target)
        }
        _ => {
            let back = match subject {
                Subject::Payment(intent) => return_address(intent),
                Subject::Setup(_, session) => Some(session.url.clone()),
            };
            let text = (texts.nothing_title, texts.nothing);
            return notice(StatusCode::CONFLICT, texts, text, merchant, back.as_deref());
        }
    };
    let intro = intro.replace("{merchant}", merchant);
    let content = fill(
        FORM,
        &[
            ("title", Fill::Text(title)),
            ("intro", Fill::Text(&intro)),
            ("amount", Fill::Html(&amount)),
            ("id", Fill::Text(id)),
            ("confirm", Fill::Text(texts.confirm)),
            ("refuse", Fill::Text(texts.refuse)),
            ("note", Fill::Text(note)),
        ],
    );
    render(StatusCode::OK, texts, title, &content, target)
}

fn show_again(state: &SharedState, headers: &HeaderMap) -> Response {
    let texts = Texts::of(None, headers);
    notice(StatusCode::OK, texts, (texts.nothing_title, texts.nothing), &state.0.merchant, None)
}

fn texts_of(subject: &Subject, headers: &HeaderMap) -> &'static Texts {
    match subject {
        Subject::Payment(_) => Texts::of(None, headers),
        Subject::Setup(_, session) => Texts::of(session.locale.as_deref(), headers),
    }
}
