use super::attach::resolve;
use super::confirm::{Confirmation, charge_now};
use super::execute::require;
use crate::book::EntryName;
use crate::currency;
use crate::engine::Draft;
use crate::records::{Customer, IntentStatus, PaymentIntent, PaymentMethod};
use crate::request::{ApiError, Params};

pub fn create(draft: &mut Draft<'_>, params: &mut Params) -> Result<String, ApiError> {
    let amount = params.integer("amount")?.ok_or_else(|| ApiError::parameter_missing("amount"))?;
    let currency = params.required("currency")?.to_ascii_lowercase();
    let customer = params.text("customer")?;
    let payment_method = params.text("payment_method")?;
    let is_card_only = params.card_only()?;
    params.choice("capture_method", &["automatic", "automatic_async"])?;
    params.choice("confirmation_method", &["automatic"])?;
    let setup_future_usage = params.choice("setup_future_usage", &["off_session", "on_session"])?;
    let description = params.text("description")?;
    let metadata = params.metadata()?;
    let confirm = params.flag("confirm")?.unwrap_or(false);
    let confirmation = Confirmation::parse(params)?;
    params.finish()?;
    if confirmation.is_set() && !confirm {
        return Err(ApiError::invalid("return_url and off_session are used only with confirm=true."));
    }
    check_amount(amount, &currency)?;
    if let Some(customer) = &customer {
        require::<Customer>(draft, customer, "customer")?;
    }
    let method = payment_method.map(|id| resolve(draft, &id, "payment_method")).transpose()?;
    if let Some(method) = &method {
        check_owner(method, customer.as_deref())?;
    }
    let status = if method.is_some() {
        IntentStatus::RequiresConfirmation
    } else {
        IntentStatus::RequiresPaymentMethod
    };
    let intent = PaymentIntent {
        id: Draft::new_id("pi"),
        created: draft.seconds(),
        amount,
        currency,
        is_card_only,
        status,
        customer,
        payment_method: method.map(|method| method.id),
        latest_charge: None,
        last_error: None,
        canceled_at: None,
        cancellation_reason: None,
        description,
        setup_future_usage,
        bank_url: None,
        return_url: None,
        metadata,
    };
    let id = intent.id.clone();
    draft.write(draft.intent_entry(EntryName::IntentCreated, &intent));
    draft.put(intent.clone());
    draft.announce("payment_intent.created", &id);
    if confirm {
        charge_now(draft, intent, confirmation)?;
    }
    Ok(id)
}

/// Checks that a payment of the customer may use the payment method.
///
/// # Errors
/// 400 when it is attached to another customer.
pub fn check_owner(method: &PaymentMethod, customer: Option<&str>) -> Result<(), ApiError> {
    match &method.customer {
        Some(owner) if Some(owner.as_str()) != customer => Err(ApiError::invalid(
            "The payment method is attached to a customer. Send that customer with the payment.",
        )
        .code("payment_method_unexpected_state")
        .parameter("payment_method")),
        _ => Ok(()),
    }
}

fn check_amount(amount: i64, currency: &str) -> Result<(), ApiError> {
    let invalid = |message: String| ApiError::parameter_invalid("amount", message);
    if !currency::is_supported(currency) {
        let currency: String = currency.chars().take(10).collect();
        return Err(ApiError::parameter_invalid("currency", format!("Invalid currency: {currency}.")));
    }
    if amount < 1 {
        return Err(invalid("The amount must be at least 1.".to_owned()).code("parameter_invalid_integer"));
    }
    if amount > currency::maximum(currency) {
        let largest = currency::display(currency::maximum(currency), currency);
        return Err(invalid(format!("The amount must be no more than {largest}.")).code("amount_too_large"));
    }
    let step = currency::step(currency);
    if amount % step != 0 {
        return Err(invalid(format!("Amounts in {currency} must be multiples of {step}."))
            .code("parameter_invalid_integer"));
    }
    let minimum = currency::minimum(currency);
    if amount < minimum {
        let smallest = currency::display(minimum, currency);
        return Err(invalid(format!("The amount must be at least {smallest}.")).code("amount_too_small"));
    }
    Ok(())
}
