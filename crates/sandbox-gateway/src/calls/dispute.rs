use crate::book::EntryName;
use crate::engine::Draft;
use crate::records::{Charge, Dispute, DisputeStatus, Find, PaymentIntent};

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
