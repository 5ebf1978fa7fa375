//! Changes that a merchant makes in the dashboard, or the bank makes.

use super::dispute::open_dispute;
use super::execute::require;
use super::refunds::write;
use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{
    Charge, Dispute, DisputeStatus, Find, PaymentIntent, PaymentMethod, Refund, RefundStatus,
};
use crate::request::ApiError;

pub use super::refunds::{NewRefund, refund_charge};

/// Makes a pending refund succeed or fail, or a successful one fail. A failed refund gives its amount back to the charge.
pub fn update_refund(draft: &mut Draft<'_>, id: &str, status: RefundStatus) -> Result<(), ApiError> {
    let mut refund: Refund = require(draft, id, "refund")?;
    let allowed = matches!(
        (refund.status, status),
        (RefundStatus::Pending, RefundStatus::Succeeded | RefundStatus::Failed)
            | (RefundStatus::Succeeded, RefundStatus::Failed)
    );
    if !allowed {
        return Err(ApiError::invalid("The refund cannot change to this status."));
    }
    let mut charge: Charge = require(draft, &refund.charge, "charge")?;
    refund.status = status;
    let has_failed = status == RefundStatus::Failed;
    if has_failed {
        charge.amount_refunded -= refund.amount;
    }
    write(draft, if has_failed { EntryName::RefundFailed } else { EntryName::Refunded }, &refund);
    draft.put(charge);
    draft.put(refund);
    draft.announce("refund.updated", id);
    if has_failed {
        draft.announce("refund.failed", id);
    }
    Ok(())
}

/// Opens a dispute about a charge.
pub fn dispute(draft: &mut Draft<'_>, id: &str, reason: &str) -> Result<String, ApiError> {
    let charge = match draft.get::<PaymentIntent>(id) {
        Some(intent) => intent.latest_charge.clone().unwrap_or_default(),
        None => id.to_owned(),
    };
    let charge: Charge = require(draft, &charge, "charge")?;
    if !charge.has_succeeded() || charge.disputed {
        return Err(ApiError::invalid("The charge has failed or is disputed already."));
    }
    Ok(open_dispute(draft, charge, reason).id)
}

/// Ends a dispute. When it is won, the money comes back.
pub fn close_dispute(draft: &mut Draft<'_>, id: &str, is_won: bool) -> Result<(), ApiError> {
    let mut dispute: Dispute = require(draft, id, "dispute")?;
    if dispute.status.is_closed() {
        return Err(ApiError::invalid("The dispute is closed."));
    }
    dispute.status = if is_won { DisputeStatus::Won } else { DisputeStatus::Lost };
    if let Some(intent) = draft.get::<PaymentIntent>(&dispute.payment_intent) {
        let reason = if is_won { "won" } else { "lost" };
        let mut entry = draft.intent_entry(EntryName::DisputeClosed, intent).because(reason);
        entry.amount = Some(dispute.amount);
        entry.object = Some(id.to_owned());
        draft.write(entry);
    }
    draft.put(dispute);
    draft.announce("charge.dispute.closed", id);
    if is_won {
        draft.announce("charge.dispute.funds_reinstated", id);
    }
    Ok(())
}

/// Changes the expiry of a saved card, as a bank does when it replaces a card.
pub fn update_card(draft: &mut Draft<'_>, id: &str, month: u8, year: u16) -> Result<(), ApiError> {
    let mut method: PaymentMethod = require(draft, id, "payment_method")?;
    if !(1..=12).contains(&month) || !(2000..=2100).contains(&year) {
        return Err(ApiError::invalid("The expiry is not a month of the years 2000 to 2100."));
    }
    method.expires_month = month;
    method.expires_year = year;
    let mut entry = draft.entry(EntryName::CardUpdated, id, &method.metadata);
    entry.card_ref = Some(id.to_owned());
    draft.write(entry);
    draft.put(method);
    draft.announce("payment_method.automatically_updated", id);
    Ok(())
}

/// An object as the API returns it.
pub fn object_json(draft: &Draft<'_>, id: &str) -> serde_json::Value {
    draft.find(id).map_or(serde_json::Value::Null, |record| record.to_json(draft))
}
