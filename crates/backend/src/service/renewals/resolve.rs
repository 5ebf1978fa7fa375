use contract::SubscriptionStatus;
use gateway::{GatewayError, Intent, IntentStatus};
use serde_json::json;

use super::Booking;
use super::charge::{Reason, cancel, is_payment_of, name};
use super::settle::{self, Booked};
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::payment::{Decision, ResolveError, intent_report, is_reason};
use crate::service::snapshot;
use crate::store::attempts::Resolution;
use crate::store::audit::{self, AuditEntry};
use crate::store::renewals::{self, HeldRenewals, RenewalRow};
use crate::store::subscriptions::SubscriptionRow;
use crate::store::{StoreError, Transaction, UnreadableRow};

/// The actor of decisions that are made at the command line.
const BY: &str = "operator";

/// A held renewal, with the gateway's view of its intent.
#[derive(Debug)]
pub struct HeldRenewal {
    /// The organization of the subscription.
    pub organization: i64,
    /// The renewal, with its last try.
    pub renewal: RenewalRow,
    /// The result of retrieving the intent.
    pub intent: Result<Intent, GatewayError>,
}

impl HeldRenewal {
    /// Why the renewal cannot be booked, if its booking cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> Option<StoreError> {
        Booking::from_text(&self.renewal.booking).err()
    }
}

/// All held renewals, each with the gateway's current view of its intent, and those that cannot be read.
pub async fn held(state: &AppState) -> Result<(Vec<HeldRenewal>, Vec<UnreadableRow>), StoreError> {
    let HeldRenewals { rows, unreadable } = renewals::held(&mut *state.store.reader().await?).await?;
    let mut held = Vec::new();
    for (organization, renewal) in rows {
        let intent = retrieve(state, &renewal).await;
        held.push(HeldRenewal { organization, renewal, intent });
    }
    Ok((held, unreadable))
}

/// The held renewal with this name, with the gateway's current view of its intent.
pub async fn held_one(state: &AppState, name: &str) -> Result<HeldRenewal, ResolveError> {
    let mut reader = state.store.reader().await?;
    let Some((organization, renewal)) = renewals::held_by_name(&mut reader, name).await? else {
        let resolution = renewals::resolution_of(&mut reader, name).await?;
        return Err(
            resolution.map_or(ResolveError::NotHeld, |resolution| ResolveError::Settled(resolution.into()))
        );
    };
    let intent = retrieve(state, &renewal).await;
    Ok(HeldRenewal { organization, renewal, intent })
}

async fn retrieve(state: &AppState, renewal: &RenewalRow) -> Result<Intent, GatewayError> {
    match &renewal.intent_id {
        Some(intent) => state.gateway.retrieve(intent).await,
        None => Err(GatewayError::NotFound),
    }
}

/// Settles a held renewal by a person's decision, and stores the reason. Returns whether the gateway kept money that
/// must be refunded by hand.
///
/// # Errors
/// When the gateway or the subscription contradicts the decision. Nothing has changed then.
pub async fn resolve(
    state: &AppState,
    held: HeldRenewal,
    decision: Decision,
    because: &str,
) -> Result<bool, ResolveError> {
    if !is_reason(because) {
        return Err(ResolveError::Reason);
    }
    let intent = match held.intent {
        Ok(intent) => Some(intent),
        Err(GatewayError::NotFound) => None,
        Err(error) => return Err(ResolveError::Gateway(error)),
    };
    match decision {
        Decision::Charged => settle_charged(state, held.organization, &held.renewal, intent, because).await,
        Decision::Released => settle_released(state, held.organization, &held.renewal, intent, because).await,
    }
}

fn contradiction(text: &str) -> ResolveError {
    ResolveError::Contradiction(text.to_owned())
}

fn service_error(refusal: &Refusal) -> ResolveError {
    ResolveError::Service(refusal.problem().detail.clone())
}

/// Books the charge, regardless of its amount, with a receipt for it.
async fn settle_charged(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: Option<Intent>,
    because: &str,
) -> Result<bool, ResolveError> {
    let intent = intent.filter(|intent| intent.status == IntentStatus::Succeeded).ok_or_else(|| {
        contradiction("the gateway reports no charge for this renewal, so it cannot be settled as charged")
    })?;
    if !is_payment_of(organization, renewal, &intent) {
        return Err(contradiction(
            "the charge is in another currency or belongs to another payment: refund it at the gateway, then settle \
             the renewal as released",
        ));
    }
    Booking::from_text(&renewal.booking)?;
    let (mut transaction, row, open) = reopen(state, organization, renewal).await?;
    let now = state.clock.now();
    let result = settle::book(state, &mut transaction, &row, &open, Some(&intent), now).await;
    match result.map_err(|refusal| service_error(&refusal))? {
        Booked::Yes => {}
        Booked::Superseded => return Err(ResolveError::NotHeld),
        Booked::Impossible(_) => {
            return Err(contradiction(
                "the subscription has ended or changed, so the renewal cannot be booked: refund the charge at the \
                 gateway, then settle the renewal as released",
            ));
        }
    }
    finish(state, &mut transaction, &row, renewal, Decision::Charged, Some(&intent), because).await?;
    transaction.commit().await?;
    Ok(false)
}

/// Leaves the renewal unpaid: the schedule retries it, or its canceled subscription ends. While the gateway may keep a
/// charge, it is not retried automatically.
async fn settle_released(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: Option<Intent>,
    because: &str,
) -> Result<bool, ResolveError> {
    let intent = match intent {
        Some(intent) if !matches!(intent.status, IntentStatus::Succeeded | IntentStatus::Canceled) => {
            let canceled = cancel(state, &name(renewal), &intent.id).await;
            let canceled = canceled.ok_or(ResolveError::Gateway(GatewayError::Unknown))?;
            if canceled.status != IntentStatus::Canceled {
                return Err(contradiction(
                    "the gateway did not cancel the payment: run the command again to see its current state",
                ));
            }
            Some(canceled)
        }
        other => other,
    };
    // Only the gateway's `canceled` proves that no money was kept.
    let needs_refund = intent.as_ref().is_none_or(|intent| intent.status != IntentStatus::Canceled);
    let reason = if needs_refund { Reason::ChargeKept } else { Reason::Released };
    let (mut transaction, row, open) = reopen(state, organization, renewal).await?;
    let now = state.clock.now();
    let result = settle::decline(state, &mut transaction, &row, &open, reason, now).await;
    if !result.map_err(|refusal| service_error(&refusal))? {
        return Err(ResolveError::NotHeld);
    }
    if row.status == SubscriptionStatus::Canceled && row.terms.period_end <= now {
        settle::end(&mut transaction, &row, now).await.map_err(|refusal| service_error(&refusal))?;
    } else if row.terms.period_end != renewal.due_at {
        // Another period was booked since, so this one is never charged again.
        renewals::end(&mut transaction, &row.id, now).await?;
    }
    finish(state, &mut transaction, &row, renewal, Decision::Released, intent.as_ref(), because).await?;
    transaction.commit().await?;
    Ok(needs_refund)
}

/// Begins a transaction, loads the subscription, and reopens the renewal with a new fence.
async fn reopen(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<(Transaction, SubscriptionRow, RenewalRow), ResolveError> {
    let mut transaction = state.store.begin().await?;
    let row =
        snapshot::load(&mut transaction, organization).await.map_err(|refusal| service_error(&refusal))?;
    let open = renewals::unhold(&mut transaction, renewal).await?.ok_or(ResolveError::NotHeld)?;
    Ok((transaction, row, open))
}

async fn finish(
    state: &AppState,
    transaction: &mut Transaction,
    row: &SubscriptionRow,
    renewal: &RenewalRow,
    decision: Decision,
    intent: Option<&Intent>,
    because: &str,
) -> Result<(), ResolveError> {
    let at = state.clock.now();
    let report = intent.map(intent_report);
    let alarm = renewal.alarm.as_deref().unwrap_or_default();
    let resolution = Resolution {
        attempt: renewal.name(),
        outcome: decision.as_str().to_owned(),
        because: because.to_owned(),
        alarm: alarm.to_owned(),
        gateway_intent: report.as_ref().map(serde_json::Value::to_string),
        at,
    };
    renewals::insert_resolution(transaction, renewal, &resolution).await?;
    let body = json!({
        "dueAt": renewal.due_at,
        "try": renewal.tries,
        "outcome": decision.as_str(),
        "because": because,
        "alarm": alarm,
        "gatewayIntent": report,
    });
    let entry = AuditEntry {
        at,
        organization: row.organization.id,
        actor: BY,
        event: "renewal.resolved",
        subject: &row.id,
        body: &body.to_string(),
    };
    Ok(audit::append(transaction, &entry).await?)
}
