use super::confirm::check_url;
use super::execute::require;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{Customer, Metadata, Session, SessionStatus, SetupIntent, SetupStatus};
use crate::request::{ApiError, Params};

const SHORTEST: i64 = 30 * 60;
const LONGEST: i64 = 24 * 60 * 60;
const LOCALES: [&str; 41] = [
    "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru",
    "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
];

pub fn create(draft: &mut Draft<'_>, params: &mut Params) -> Result<String, ApiError> {
    let mode = params.choice("mode", &["setup", "payment", "subscription"])?;
    match mode.as_deref() {
        None => return Err(ApiError::parameter_missing("mode")),
        Some("setup") => {}
        Some(_) => {
            return Err(ApiError::parameter_invalid("mode", "The sandbox supports the mode setup only."));
        }
    }
    let customer = params.text("customer")?;
    let is_card_only = params.card_only()?;
    params.choice("ui_mode", &["hosted_page", "hosted"])?;
    let success_url = params.required("success_url")?;
    check_url(&success_url, "success_url")?;
    let cancel_url = params.text("cancel_url")?;
    if let Some(url) = &cancel_url {
        check_url(url, "cancel_url")?;
    }
    let locale = params.choice("locale", &LOCALES)?;
    let currency = params.text("currency")?;
    if currency.is_none() && !is_card_only {
        return Err(ApiError::parameter_missing("currency"));
    }
    let client_reference_id = params.text("client_reference_id")?;
    let metadata = params.metadata()?;
    let setup_metadata = match params.nested("setup_intent_data")? {
        None => Metadata::new(),
        Some(mut nested) => {
            let metadata = nested.metadata()?;
            nested.finish()?;
            metadata
        }
    };
    let now = draft.seconds();
    let expires_at = params.integer("expires_at")?.unwrap_or(now + LONGEST);
    params.finish()?;
    if !(now + SHORTEST..=now + LONGEST).contains(&expires_at) {
        return Err(ApiError::parameter_invalid(
            "expires_at",
            "The expiry must be from 30 minutes to 24 hours after the creation.",
        ));
    }
    if let Some(customer) = &customer {
        require::<Customer>(draft, customer, "customer")?;
    }
    let id = Draft::new_id("cs_test");
    let intent = SetupIntent {
        id: Draft::new_id("seti"),
        created: now,
        session: id.clone(),
        is_card_only,
        customer: customer.clone(),
        payment_method: None,
        status: SetupStatus::RequiresPaymentMethod,
        last_error: None,
        bank_url: None,
        return_url: None,
        metadata: setup_metadata,
    };
    let session = Session {
        id: id.clone(),
        created: now,
        expires_at,
        is_card_only,
        status: SessionStatus::Open,
        customer,
        setup_intent: intent.id.clone(),
        success_url,
        cancel_url,
        locale,
        client_reference_id,
        currency,
        url: format!("{}/checkout/{id}", draft.origin.pages),
        metadata,
    };
    draft.write(draft.entry(EntryName::SessionCreated, &id, &session.metadata));
    draft.put(intent);
    draft.put(session);
    Ok(id)
}

pub fn expire(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    params.finish()?;
    super::expire_due_session(draft, id);
    let session: Session = require(draft, id, "session")?;
    if session.status != SessionStatus::Open {
        return Err(ApiError::invalid("Only open checkout sessions can be expired."));
    }
    expire_session(draft, session);
    Ok(id.to_owned())
}

/// Ends an open session without a card.
pub fn expire_session(draft: &mut Draft<'_>, mut session: Session) {
    session.status = SessionStatus::Expired;
    let id = session.id.clone();
    if let Some(mut intent) = draft.current::<SetupIntent>(&session.setup_intent) {
        intent.status = SetupStatus::Canceled;
        intent.bank_url = None;
        draft.put(intent);
    }
    draft.write(draft.entry(EntryName::SessionExpired, &id, &session.metadata));
    draft.put(session);
    draft.announce("checkout.session.expired", &id);
}
