use super::execute::require;
use crate::book::EntryName;
use crate::cards::{Authentication, TestCard};
use crate::engine::Draft;
use crate::records::{Customer, Metadata, PaymentMethod};
use crate::request::{ApiError, Params};

const EXPIRES_MONTH: u8 = 12;
const YEARS_VALID: i64 = 4;

/// A new payment method for a test card. It is not attached to a customer.
pub fn new_payment_method(draft: &Draft<'_>, card: &TestCard) -> PaymentMethod {
    let year = draft.now.to_string().get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(2026);
    PaymentMethod {
        id: Draft::new_id("pm"),
        created: draft.seconds(),
        card: card.token.to_owned(),
        expires_month: EXPIRES_MONTH,
        expires_year: u16::try_from(year + YEARS_VALID).unwrap_or(2030),
        customer: None,
        is_set_up: card.authentication == Authentication::OnSession,
        metadata: Metadata::new(),
    }
}

/// The payment method with this id, or a new one for the token of a test card.
///
/// # Errors
/// 404 when there is neither.
pub fn resolve(draft: &mut Draft<'_>, id: &str, parameter: &str) -> Result<PaymentMethod, ApiError> {
    match TestCard::of_token(id) {
        Some(card) => {
            let method = new_payment_method(draft, card);
            draft.put(method.clone());
            Ok(method)
        }
        None => require(draft, id, parameter),
    }
}

pub fn attach(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    let customer = params.required("customer")?;
    params.finish()?;
    require::<Customer>(draft, &customer, "customer")?;
    let mut method = resolve(draft, id, "payment_method")?;
    match &method.customer {
        Some(owner) if *owner == customer => {}
        Some(_) => {
            return Err(ApiError::invalid("The payment method is already attached to another customer.")
                .code("payment_method_unexpected_state")
                .parameter("customer"));
        }
        None => {
            if let Some(decline) = method.test_card().setup_decline() {
                draft.write(
                    draft
                        .entry(EntryName::SetupDeclined, &method.id, &method.metadata)
                        .because(decline.decline_code()),
                );
                return Err(ApiError::card(decline.code(), decline.message())
                    .detail("decline_code", decline.decline_code()));
            }
        }
    }
    method.customer = Some(customer);
    save(draft, method.clone());
    Ok(method.id)
}

/// Stores a payment method that was attached to a customer.
pub fn save(draft: &mut Draft<'_>, method: PaymentMethod) {
    let id = method.id.clone();
    let mut entry = draft.entry(EntryName::CardSaved, &id, &method.metadata);
    entry.card_ref = Some(id.clone());
    entry.object.clone_from(&method.customer);
    draft.write(entry);
    draft.put(method);
    draft.announce("payment_method.attached", &id);
}

pub fn detach(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    params.finish()?;
    let mut method: PaymentMethod = require(draft, id, "payment_method")?;
    if method.customer.take().is_none() {
        return Err(ApiError::invalid("The payment method is not attached to a customer.")
            .code("payment_method_unexpected_state"));
    }
    let mut entry = draft.entry(EntryName::CardRemoved, id, &method.metadata);
    entry.card_ref = Some(id.to_owned());
    draft.write(entry);
    draft.put(method);
    draft.announce("payment_method.detached", id);
    Ok(id.to_owned())
}
