use super::attach::resolve;
use super::charge::{decline, settle};
use super::create_intent::check_owner;
use super::execute::require;
use crate::book::EntryName;
use crate::cards::{ChargeOutcome, Decline};
use crate::engine::Draft;
use crate::records::{IntentStatus, PaymentIntent, PaymentMethod, Record};
use crate::request::{ApiError, Params};

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

/// The error of a call that the intent's status does not allow.
pub fn unexpected_state(draft: &Draft<'_>, intent: &PaymentIntent, action: &str) -> ApiError {
    let status = intent.status.name();
    ApiError::invalid(format!("A payment intent with the status {status} cannot be {action}."))
        .code("payment_intent_unexpected_state")
        .detail("payment_intent", Record::from(intent.clone()).to_json(draft))
        .executed()
}
