//! Refunds and disputes that are made at the gateway. They become ledger entries and notes on the receipt. The subscription
//! changes only by a person's decision.

use billing::Instant;
use contract::{ReceiptNote, ReceiptNoteKind, ReceiptNoteStatus};
use gateway::{Charge, Dispute, DisputeStatus, GatewayError, Refund, RefundStatus};
use serde_json::json;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::audit::{self, AuditEntry};
use crate::store::charge_reversals::{self, ReversalKind, ReversalRow};
use crate::store::{StoreError, Transaction, ledger, outbox, receipts};

const BY: &str = "gateway event";

/// A refund or a dispute as the gateway reports it.
struct Report {
    id: String,
    kind: ReversalKind,
    charge: String,
    status: &'static str,
    amount_minor: i64,
    currency: String,
    reason: Option<String>,
    /// Whether the money has left the account.
    is_taken: bool,
    created: Instant,
}

impl From<Refund> for Report {
    fn from(refund: Refund) -> Self {
        let status = match refund.status {
            RefundStatus::Pending => "pending",
            RefundStatus::Succeeded => "succeeded",
            RefundStatus::Failed => "failed",
            RefundStatus::Canceled => "canceled",
        };
        Self {
            id: refund.id,
            kind: ReversalKind::Refund,
            charge: refund.charge,
            status,
            amount_minor: refund.amount_minor,
            currency: refund.currency,
            reason: refund.reason,
            is_taken: matches!(refund.status, RefundStatus::Pending | RefundStatus::Succeeded),
            created: refund.created,
        }
    }
}

impl From<Dispute> for Report {
    fn from(dispute: Dispute) -> Self {
        let status = match dispute.status {
            DisputeStatus::Open => "open",
            DisputeStatus::Won => "won",
            DisputeStatus::Lost => "lost",
            DisputeStatus::Closed => "closed",
        };
        Self {
            id: dispute.id,
            kind: ReversalKind::Dispute,
            charge: dispute.charge,
            status,
            amount_minor: dispute.amount_minor,
            currency: dispute.currency,
            reason: Some(dispute.reason),
            is_taken: dispute.funds_withdrawn,
            created: dispute.created,
        }
    }
}

/// Records the refund of a gateway event. Returns whether the gateway responded.
pub async fn record_refund(state: &AppState, refund: &str) -> Result<bool, Refusal> {
    match state.gateway.refund(refund).await {
        Ok(refund) => record(state, refund.into()).await,
        Err(error) => Ok(is_answer(&error)),
    }
}

/// Records the dispute of a gateway event. Returns whether the gateway responded.
pub async fn record_dispute(state: &AppState, dispute: &str) -> Result<bool, Refusal> {
    match state.gateway.dispute(dispute).await {
        Ok(dispute) => record(state, dispute.into()).await,
        Err(error) => Ok(is_answer(&error)),
    }
}

/// Records all refunds of a charge. Returns whether the gateway responded.
pub async fn record_refunds_of(state: &AppState, charge: &str) -> Result<bool, Refusal> {
    match state.gateway.refunds(charge).await {
        Ok(refunds) => {
            let mut is_answered = true;
            for refund in refunds {
                is_answered &= record(state, refund.into()).await?;
            }
            Ok(is_answered)
        }
        Err(error) => Ok(is_answer(&error)),
    }
}

/// Records the refunds of charges that reconciliation has found, in case their webhooks were lost.
pub async fn record_missed(state: &AppState, charges: &[String]) {
    for charge in charges {
        if let Err(refusal) = record_refunds_of(state, charge).await {
            let code = refusal.code().as_str();
            tracing::warn!(
                charge,
                code,
                "the refunds of a charge could not be recorded; the next round retries"
            );
        }
    }
}

/// Whether an event needs no other delivery. A wrong key is corrected by an operator.
fn is_answer(error: &GatewayError) -> bool {
    tracing::warn!(%error, "a refund or dispute could not be read");
    error.is_refusal() && !matches!(error, GatewayError::Unauthorized { .. })
}

async fn record(state: &AppState, report: Report) -> Result<bool, Refusal> {
    let charge = match state.gateway.charge(&report.charge).await {
        Ok(charge) => charge,
        Err(error) => return Ok(is_answer(&error)),
    };
    let mut transaction = state.store.begin().await?;
    let intent = charge.intent.as_deref().unwrap_or_default();
    let Some(receipt) = receipts::of_intent(&mut transaction, charge.organization, intent).await? else {
        tracing::warn!(reversal = report.id, charge = charge.id, "a reversed charge is not booked yet");
        // The charge may be booked a moment later. Reconciliation reports one that never is.
        return Ok(ledger::is_booked(&mut transaction, intent).await?);
    };
    let change = apply(state, &mut transaction, &charge, &report, receipt).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    if let Some(row) = change {
        let alarm = match row.kind {
            ReversalKind::Refund => Alarm::RefundRecorded,
            ReversalKind::Dispute => Alarm::DisputeRecorded,
        };
        let cause =
            format!("{} {} of receipt {}: {}", row.amount_minor, row.currency, row.receipt, row.status);
        state.alarms.raise(alarm, &format!("{} {}", row.id, row.status), &cause);
    }
    Ok(true)
}

/// Stores what has changed since the last report. Returns `None` if nothing has.
async fn apply(
    state: &AppState,
    transaction: &mut Transaction,
    charge: &Charge,
    report: &Report,
    receipt: String,
) -> Result<Option<ReversalRow>, StoreError> {
    let now = state.clock.now();
    let before = charge_reversals::by_id(transaction, &report.id).await?;
    let (booked_minor, postings) = before.as_ref().map_or((0, 0), |row| (row.booked_minor, row.postings));
    let booked_now = if report.is_taken { report.amount_minor } else { 0 };
    let is_same = before.as_ref().is_some_and(|row| {
        row.status == report.status
            && row.amount_minor == report.amount_minor
            && row.booked_minor == booked_now
    });
    if is_same {
        return Ok(None);
    }
    let mut row = ReversalRow {
        id: report.id.clone(),
        kind: report.kind,
        organization: charge.organization,
        receipt,
        status: report.status.to_owned(),
        amount_minor: report.amount_minor,
        currency: report.currency.clone(),
        reason: report.reason.clone(),
        booked_minor: booked_now,
        postings,
        created_at: report.created,
    };
    if booked_now != booked_minor {
        row.postings += 1;
        ledger::post_reversal(transaction, &row, booked_now - booked_minor, now).await?;
    }
    charge_reversals::upsert(transaction, &row).await?;
    announce(transaction, &row, now).await?;
    Ok(Some(row))
}

/// The notes of a receipt.
pub async fn notes(state: &AppState, receipt: &str) -> Result<Vec<ReceiptNote>, StoreError> {
    let rows = charge_reversals::of_receipt(&mut *state.store.reader().await?, receipt).await?;
    let note = |row: ReversalRow| ReceiptNote {
        kind: match row.kind {
            ReversalKind::Refund => ReceiptNoteKind::Refund,
            ReversalKind::Dispute => ReceiptNoteKind::Dispute,
        },
        status: match row.status.as_str() {
            "succeeded" | "lost" => ReceiptNoteStatus::Returned,
            "pending" | "open" => ReceiptNoteStatus::Pending,
            _ => ReceiptNoteStatus::Kept,
        },
        id: row.id,
        at: row.created_at,
        amount_minor: row.amount_minor,
        taken_minor: row.booked_minor,
    };
    Ok(rows.into_iter().map(note).collect())
}

async fn announce(transaction: &mut Transaction, row: &ReversalRow, now: Instant) -> Result<(), StoreError> {
    let body = json!({
        "id": row.id,
        "receipt": row.receipt,
        "status": row.status,
        "amountMinor": row.amount_minor,
        "currency": row.currency,
        "bookedMinor": row.booked_minor,
    })
    .to_string();
    let (kind, event) = match row.kind {
        ReversalKind::Refund => ("refund_recorded", "refund.recorded"),
        ReversalKind::Dispute => ("dispute_recorded", "dispute.recorded"),
    };
    // A status can be reached again, for example when a dispute is reopened, with another booking.
    let dedupe = format!("{kind}:{}:{}:{}", row.id, row.status, row.postings);
    if !outbox::exists(transaction, &dedupe).await? {
        outbox::append(transaction, &dedupe, row.organization, kind, &body, now).await?;
    }
    let entry = AuditEntry {
        at: now,
        organization: row.organization,
        actor: BY,
        event,
        subject: &row.id,
        body: &body,
    };
    audit::append(transaction, &entry).await
}
