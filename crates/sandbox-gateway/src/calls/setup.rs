//! The steps of a checkout session on the hosted pages.

use super::attach::save;
use super::bank::Decision;
use super::checkout::expire_session;
use crate::book::EntryName;
use crate::cards::Decline;
use crate::engine::Draft;
use crate::records::{Find, PaymentError, PaymentMethod, Session, SessionStatus, SetupIntent, SetupStatus};

/// The next step after a card was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupStep {
    /// The card is saved. The customer returns to this address.
    Saved(String),
    /// The bank must confirm, on this page.
    Bank(String),
    Declined(Decline),
    /// The session is complete or expired.
    Closed,
}

/// Ends a session whose time has passed.
pub fn expire_due_session(draft: &mut Draft<'_>, id: &str) {
    let now = draft.seconds();
    let due = draft.get::<Session>(id).filter(|session| session.status == SessionStatus::Open);
    if let Some(session) = due.filter(|session| !session.is_open(now)).cloned() {
        expire_session(draft, session);
    }
}

/// Saves the card that was entered on the setup page, or starts the authentication for it.
pub fn start_setup(draft: &mut Draft<'_>, session: Session, method: PaymentMethod) -> SetupStep {
    let intent = draft.current::<SetupIntent>(&session.setup_intent);
    let Some(mut intent) = intent.filter(|_| session.is_open(draft.seconds())) else {
        return SetupStep::Closed;
    };
    let card = method.test_card();
    intent.bank_url = None;
    if let Some(decline) = card.setup_decline() {
        fail(draft, &session, intent, Some(decline), &method);
        return SetupStep::Declined(decline);
    }
    if !card.authenticates_setup() {
        return complete_session(draft, session, method);
    }
    let url = format!("{}/bank/{}", draft.origin.pages, intent.id);
    intent.status = SetupStatus::RequiresAction;
    intent.payment_method = Some(method.id.clone());
    intent.last_error = None;
    intent.bank_url = Some(url.clone());
    intent.return_url = Some(session.url.clone());
    draft.write(draft.entry(EntryName::SetupRequiresAction, &session.id, &session.metadata));
    draft.put(method);
    draft.put(intent);
    SetupStep::Bank(url)
}

/// Applies the customer's decision on the bank's page about a card of a session.
pub fn decide_setup(draft: &mut Draft<'_>, intent: SetupIntent, decision: Decision) -> SetupStep {
    let session = draft.current::<Session>(&intent.session);
    let method = intent.payment_method.as_ref().and_then(|id| draft.current::<PaymentMethod>(id));
    let (Some(session), Some(method)) = (session, method) else { return SetupStep::Closed };
    if intent.status != SetupStatus::RequiresAction || !session.is_open(draft.seconds()) {
        return SetupStep::Closed;
    }
    match decision {
        Decision::Confirm => complete_session(draft, session, method),
        Decision::Refuse => {
            let page = session.url.clone();
            fail(draft, &session, intent, None, &method);
            SetupStep::Bank(page)
        }
    }
}

/// Saves a card for the customer of an open session and completes the session.
pub fn complete_session(draft: &mut Draft<'_>, mut session: Session, mut method: PaymentMethod) -> SetupStep {
    let intent = draft.current::<SetupIntent>(&session.setup_intent);
    let Some(mut intent) = intent.filter(|_| session.is_open(draft.seconds())) else {
        return SetupStep::Closed;
    };
    method.customer.clone_from(&session.customer);
    method.is_set_up = true;
    intent.status = SetupStatus::Succeeded;
    intent.payment_method = Some(method.id.clone());
    intent.last_error = None;
    intent.bank_url = None;
    session.status = SessionStatus::Complete;
    let (id, setup) = (session.id.clone(), intent.id.clone());
    let address = session.success_url.replace("{CHECKOUT_SESSION_ID}", &id);
    if method.customer.is_some() {
        save(draft, method.clone());
    } else {
        draft.put(method.clone());
    }
    let mut entry = draft.entry(EntryName::SessionCompleted, &id, &session.metadata);
    entry.card_ref = Some(method.id);
    draft.write(entry);
    draft.put(intent);
    draft.put(session);
    draft.announce("setup_intent.succeeded", &setup);
    draft.announce("checkout.session.completed", &id);
    SetupStep::Saved(address)
}

fn fail(
    draft: &mut Draft<'_>,
    session: &Session,
    mut intent: SetupIntent,
    decline: Option<Decline>,
    method: &PaymentMethod,
) {
    let error =
        PaymentError { decline, charge: None, payment_method: Some(method.id.clone()), is_payment: false };
    let reason = decline.map_or(error.code(), Decline::decline_code);
    let entry = draft.entry(EntryName::SetupDeclined, &session.id, &session.metadata).because(reason);
    intent.status = SetupStatus::RequiresPaymentMethod;
    intent.payment_method = None;
    intent.bank_url = None;
    intent.last_error = Some(error);
    let id = intent.id.clone();
    draft.write(entry);
    draft.put(method.clone());
    draft.put(intent);
    draft.announce("setup_intent.setup_failed", &id);
}
