use super::confirm::unexpected_state;
use super::execute::require;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{IntentStatus, PaymentIntent};
use crate::request::{ApiError, Params};

const REASONS: [&str; 4] = ["abandoned", "duplicate", "fraudulent", "requested_by_customer"];

pub fn cancel(draft: &mut Draft<'_>, id: &str, params: &mut Params) -> Result<String, ApiError> {
    let reason = params.choice("cancellation_reason", &REASONS)?;
    params.finish()?;
    let mut intent: PaymentIntent = require(draft, id, "intent")?;
    if intent.status.is_final() {
        let entry = draft.intent_entry(EntryName::CancelRefused, &intent);
        draft.write(entry.because(intent.status.name()));
        return Err(unexpected_state(draft, &intent, "canceled"));
    }
    intent.status = IntentStatus::Canceled;
    intent.canceled_at = Some(draft.seconds());
    intent.cancellation_reason = reason;
    intent.bank_url = None;
    draft.write(draft.intent_entry(EntryName::Canceled, &intent));
    draft.put(intent);
    draft.announce("payment_intent.canceled", id);
    Ok(id.to_owned())
}
