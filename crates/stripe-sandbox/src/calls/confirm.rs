use super::attach::resolve;
use super::create_intent::check_owner;
use super::execute::require;
use crate::api::{ApiError, Params};
use crate::book::EntryName;
use crate::cards::{ChargeOutcome, Decline, is_expired};
use crate::engine::Draft;
use crate::records::{
    Charge, Dispute, DisputeStatus, Find, IntentStatus, PaymentError, PaymentIntent, PaymentMethod, Record,
};

/// The parameters of a confirmation.
#[derive(Debug, Default)]
pub struct Confirmation {
    return_url: Option<String>,
    off_session: bool,
}

impl Confirmation {
    pub fn parse(params: &mut Params) -> Result<Self, ApiError> {
        let return_url = params.text("return_url")?;
        if let Some(url) = &return_url {
            check_url(url, "return_url")?;
        }
        Ok(Self { return_url, off_session: params.flag("off_session")?.unwrap_or(false) })
    }

    pub const fn is_set(&self) -> bool {
        self.return_url.is_some() || self.off_session
    }
}

/// # Errors
/// 400 when the text is not a web address.
pub fn check_url(text: &str, parameter: &str) -> Result<(), ApiError> {
    let is_web = url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
    });
    if is_web {
        return Ok(());
    }
    Err(ApiError::parameter_invalid(parameter, "Not a valid URL.").code("url_invalid"))
}

pub fn confirm(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    let payment_method = params.text("payment_method")?;
    params.card_only()?;
    let setup_future_usage = params.choice("setup_future_usage", &["off_session", "on_session"])?;
    let confirmation = Confirmation::parse(params)?;
    params.finish()?;
    let mut intent: PaymentIntent = require(draft, id, "intent")?;
    if intent.status.is_final() {
        let entry = draft.intent_entry(EntryName::ConfirmRefused, &intent);
        draft.write(entry.because(intent.status.name()));
        return Err(unexpected_state(draft, &intent, "confirmed"));
    }
    if let Some(method) = payment_method {
        let method = resolve(draft, &method, "payment_method")?;
        check_owner(&method, intent.customer.as_deref())?;
        intent.payment_method = Some(method.id);
    }
    intent.setup_future_usage = setup_future_usage.or(intent.setup_future_usage);
    charge_now(draft, intent, confirmation)?;
    Ok(id.to_owned())
}

/// Charges an intent as its card behaves.
///
/// # Errors
/// 402 when the card is declined, 400 when there is no card.
pub fn charge_now(
    draft: &mut Draft<'_>,
    mut intent: PaymentIntent,
    confirmation: Confirmation,
) -> Result<(), ApiError> {
    let Some(method) = intent.payment_method.as_ref().and_then(|id| draft.current::<PaymentMethod>(id))
    else {
        return Err(ApiError::invalid("The payment intent has no payment method. Send one to confirm it.")
            .code("payment_intent_unexpected_state")
            .detail("payment_intent", Record::from(intent).to_json(draft)));
    };
    let card = method.test_card();
    let confirming = draft.intent_entry(EntryName::Confirming, &intent);
    if card.outcome == ChargeOutcome::TimeoutLost {
        draft.is_late = true;
        draft.write(confirming.because("answer_lost"));
        return Err(ApiError::api("The sandbox lost this request. Nothing was charged.").executed());
    }
    draft.write(confirming);
    intent.return_url = confirmation.return_url;
    intent.bank_url = None;
    if card.authenticates_payment(confirmation.off_session, method.is_set_up) {
        if confirmation.off_session {
            return Err(decline(draft, intent, &method, Decline::AuthenticationRequired));
        }
        intent.status = IntentStatus::RequiresAction;
        intent.last_error = None;
        intent.bank_url = Some(format!("{}/bank/{}", draft.origin.pages, intent.id));
        let id = intent.id.clone();
        draft.write(draft.intent_entry(EntryName::RequiresAction, &intent));
        draft.put(intent);
        draft.announce("payment_intent.requires_action", &id);
        return Ok(());
    }
    settle(draft, intent, &method)
}

/// Charges an intent that needs no further authentication.
///
/// # Errors
/// 402 when the card is declined.
pub fn settle(draft: &mut Draft<'_>, intent: PaymentIntent, method: &PaymentMethod) -> Result<(), ApiError> {
    if is_expired(method.expires_year, method.expires_month, draft.now) {
        return Err(decline(draft, intent, method, Decline::ExpiredCard));
    }
    match method.test_card().outcome {
        ChargeOutcome::Declined(reason) => Err(decline(draft, intent, method, reason)),
        ChargeOutcome::Succeeds | ChargeOutcome::TimeoutLost => {
            succeed(draft, intent, method);
            Ok(())
        }
        ChargeOutcome::TimeoutCharged => {
            draft.is_late = true;
            succeed(draft, intent, method);
            Ok(())
        }
        ChargeOutcome::Disputed(reason) => {
            let charge = succeed(draft, intent, method);
            open_dispute(draft, charge, reason);
            Ok(())
        }
    }
}

fn new_charge(draft: &Draft<'_>, intent: &PaymentIntent, method: &PaymentMethod) -> Charge {
    Charge {
        id: Draft::new_id("ch"),
        created: draft.seconds(),
        payment_intent: intent.id.clone(),
        amount: intent.amount,
        currency: intent.currency.clone(),
        decline: None,
        customer: intent.customer.clone(),
        payment_method: method.id.clone(),
        description: intent.description.clone(),
        amount_refunded: 0,
        disputed: false,
        metadata: intent.metadata.clone(),
    }
}

fn succeed(draft: &mut Draft<'_>, mut intent: PaymentIntent, method: &PaymentMethod) -> Charge {
    let charge = new_charge(draft, &intent, method);
    intent.status = IntentStatus::Succeeded;
    intent.last_error = None;
    intent.bank_url = None;
    intent.latest_charge = Some(charge.id.clone());
    if intent.setup_future_usage.is_some() && intent.customer.is_some() && method.customer.is_none() {
        let saved = PaymentMethod { customer: intent.customer.clone(), is_set_up: true, ..method.clone() };
        super::attach::save(draft, saved);
    }
    let id = intent.id.clone();
    draft.put(charge.clone());
    draft.write(draft.intent_entry(EntryName::Succeeded, &intent));
    draft.put(intent);
    draft.announce("charge.succeeded", &charge.id);
    draft.announce("payment_intent.succeeded", &id);
    charge
}

/// Records a declined charge, and returns the error of the request.
fn decline(
    draft: &mut Draft<'_>,
    mut intent: PaymentIntent,
    method: &PaymentMethod,
    reason: Decline,
) -> ApiError {
    let charge = Charge { decline: Some(reason), ..new_charge(draft, &intent, method) };
    let error = PaymentError {
        decline: Some(reason),
        charge: Some(charge.id.clone()),
        payment_method: Some(method.id.clone()),
        is_payment: true,
    };
    intent.status = IntentStatus::RequiresPaymentMethod;
    intent.payment_method = None;
    intent.bank_url = None;
    intent.latest_charge = Some(charge.id.clone());
    intent.last_error = Some(error);
    let id = intent.id.clone();
    draft.put(charge.clone());
    draft.write(draft.intent_entry(EntryName::Declined, &intent).because(reason.decline_code()));
    draft.put(intent.clone());
    draft.announce("charge.failed", &charge.id);
    draft.announce("payment_intent.payment_failed", &id);
    ApiError::card(reason.code(), reason.message())
        .detail("decline_code", reason.decline_code())
        .detail("charge", charge.id)
        .detail("payment_intent", Record::from(intent).to_json(draft))
        .detail("payment_method", Record::from(method.clone()).to_json(draft))
}

/// Opens a dispute about the whole of a charge.
pub fn open_dispute(draft: &mut Draft<'_>, mut charge: Charge, reason: &str) -> Dispute {
    let dispute = Dispute {
        id: Draft::new_id("du"),
        created: draft.seconds(),
        charge: charge.id.clone(),
        payment_intent: charge.payment_intent.clone(),
        amount: charge.amount - charge.amount_refunded,
        currency: charge.currency.clone(),
        status: DisputeStatus::NeedsResponse,
        reason: reason.to_owned(),
        metadata: charge.metadata.clone(),
    };
    charge.disputed = true;
    if let Some(intent) = draft.get::<PaymentIntent>(&charge.payment_intent) {
        let mut entry = draft.intent_entry(EntryName::DisputeCreated, intent).because(reason);
        entry.amount = Some(dispute.amount);
        entry.object = Some(dispute.id.clone());
        draft.write(entry);
    }
    draft.put(charge);
    draft.put(dispute.clone());
    draft.announce("charge.dispute.created", &dispute.id);
    draft.announce("charge.dispute.funds_withdrawn", &dispute.id);
    dispute
}

/// The error of a call that the intent's status does not allow.
pub fn unexpected_state(draft: &Draft<'_>, intent: &PaymentIntent, action: &str) -> ApiError {
    let status = intent.status.name();
    ApiError::invalid(format!("A payment intent with the status {status} cannot be {action}."))
        .code("payment_intent_unexpected_state")
        .detail("payment_intent", Record::from(intent.clone()).to_json(draft))
        .executed()
}
