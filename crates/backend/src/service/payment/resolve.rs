use contract::{Charged, SubscriptionStatus};
use gateway::{GatewayError, Intent, IntentStatus};

use super::charge::cancel_intent;
use super::commit::apply_charge;
use crate::app::AppState;
use crate::store::Connection;
use crate::store::attempts::{self, AttemptRow, AttemptRows, Release, Resolution};
use crate::store::audit::{self, AuditEntry};
use crate::store::{StoreError, UnreadableRow, redemptions, renewals, subscriptions};

/// The actor of decisions that are made at the command line.
const BY: &str = "operator";
const LONGEST_REASON: usize = 1000;

/// A held attempt, with the gateway's view of its intent.
#[derive(Debug)]
pub struct HeldAttempt {
    /// The attempt.
    pub attempt: AttemptRow,
    /// The result of retrieving the intent.
    pub intent: Result<Intent, GatewayError>,
}

/// A person's decision about a held attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The charge is kept and the upgrade is applied.
    Charged,
    /// The upgrade is not applied. A charge must be refunded at the gateway.
    Released,
}

impl Decision {
    /// The value in the database and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Charged => "charged",
            Self::Released => "released",
        }
    }
}

/// The result of resolving an attempt.
#[derive(Debug)]
pub struct Resolved {
    /// The settled attempt.
    pub attempt: AttemptRow,
    /// Whether the gateway kept money that must be refunded by hand.
    pub needs_refund: bool,
}

/// Why an attempt was not resolved. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The attempt does not exist or is not held.
    #[error("no attempt or renewal with this id is held; `backend attempts held` lists those that are")]
    NotHeld,
    /// The attempt was resolved before.
    #[error("it was settled as {} at {}: {}. It was held because {}; the gateway reported {}", .0.outcome, .0.at, .0.because, .0.alarm, .0.gateway_intent.as_deref().unwrap_or("no intent"))]
    Settled(Box<Resolution>),
    /// The reason is not 1 to 1,000 characters.
    #[error("give the reason with --because, in 1 to 1,000 characters")]
    Reason,
    /// The gateway did not confirm the decision.
    #[error("the gateway did not respond ({0}), so nothing was changed; try again later")]
    Gateway(GatewayError),
    /// The decision contradicts the gateway or the subscription.
    #[error("{0}")]
    Contradiction(String),
    /// The row has a column that cannot be read and that the decision needs.
    #[error(
        "the row cannot be read, so nothing was changed: {0}; correct the column and run the command again"
    )]
    Unreadable(StoreError),
    /// The renewal could not be read or booked.
    #[error("the renewal could not be settled: {0}")]
    Service(String),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ResolveError {
    fn from(error: StoreError) -> Self {
        if error.is_unreadable() { Self::Unreadable(error) } else { Self::Store(error) }
    }
}

impl From<sqlx::Error> for ResolveError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// All held attempts, each with the gateway's current view of its intent, and those that cannot be read.
pub async fn held(state: &AppState) -> Result<(Vec<HeldAttempt>, Vec<UnreadableRow>), StoreError> {
    let AttemptRows { rows, unreadable } = attempts::held(&mut *state.store.reader().await?).await?;
    let mut held = Vec::new();
    for attempt in rows {
        let intent = retrieve(state, &attempt).await;
        held.push(HeldAttempt { attempt, intent });
    }
    Ok((held, unreadable))
}

/// The held attempt with this id, with the gateway's current view of its intent.
pub async fn held_one(state: &AppState, id: &str) -> Result<HeldAttempt, ResolveError> {
    let mut reader = state.store.reader().await?;
    let attempt = attempts::by_id_anywhere(&mut reader, id).await?;
    let Some(attempt) = attempt.filter(AttemptRow::is_held) else {
        let resolution = attempts::resolution_of(&mut reader, id).await?;
        return Err(
            resolution.map_or(ResolveError::NotHeld, |resolution| ResolveError::Settled(resolution.into()))
        );
    };
    drop(reader);
    let intent = retrieve(state, &attempt).await;
    Ok(HeldAttempt { attempt, intent })
}

/// Settles a held attempt by a person's decision, and stores the reason.
///
/// # Errors
/// When the gateway or the subscription contradicts the decision. Nothing has changed then.
pub async fn resolve(
    state: &AppState,
    held: HeldAttempt,
    decision: Decision,
    because: &str,
) -> Result<Resolved, ResolveError> {
    if !is_reason(because) {
        return Err(ResolveError::Reason);
    }
    let HeldAttempt { attempt, intent } = held;
    let intent = match intent {
        Ok(intent) => Some(intent),
        Err(GatewayError::NotFound) => None,
        Err(error) => return Err(ResolveError::Gateway(error)),
    };
    match decision {
        Decision::Charged => settle_charged(state, &attempt, intent, because).await,
        Decision::Released => settle_released(state, &attempt, intent, because).await,
    }
}

/// Whether a text can be stored as the reason of a decision.
#[must_use]
pub fn is_reason(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_REASON
}

async fn retrieve(state: &AppState, attempt: &AttemptRow) -> Result<Intent, GatewayError> {
    match &attempt.intent_id {
        Some(intent) => state.gateway.retrieve(intent).await,
        None => Err(GatewayError::NotFound),
    }
}

async fn settle_charged(
    state: &AppState,
    attempt: &AttemptRow,
    intent: Option<Intent>,
    because: &str,
) -> Result<Resolved, ResolveError> {
    let contradiction = |text: &str| ResolveError::Contradiction(text.to_owned());
    let intent = intent.filter(|intent| intent.status == IntentStatus::Succeeded).ok_or_else(|| {
        contradiction("the gateway reports no charge for this attempt, so it cannot be settled as charged")
    })?;
    if intent.currency != attempt.currency
        || intent.organization != attempt.organization
        || intent.attempt != attempt.id
    {
        return Err(contradiction(
            "the charge is in another currency or belongs to another payment: refund it at the gateway, then settle \
             the attempt as released",
        ));
    }
    let mut transaction = state.store.begin().await?;
    let alarm = attempt.alarm.clone().unwrap_or_default();
    let Some(open) = attempts::unhold(&mut transaction, attempt).await? else {
        return Err(ResolveError::NotHeld);
    };
    check_applicable(&mut transaction, attempt).await?;
    if apply_charge(state, &mut transaction, &open, Some(&intent)).await? != Some("attempt.charged") {
        return Err(contradiction(
            "the subscription has changed since the quote, so the upgrade cannot be applied: refund the charge at the \
             gateway, then settle the attempt as released",
        ));
    }
    let now =
        finish(state, &mut transaction, &open, Decision::Charged, &alarm, Some(&intent), because).await?;
    transaction.commit().await?;
    Ok(Resolved { attempt: now, needs_refund: false })
}

/// Checks that the subscription can still be upgraded.
async fn check_applicable(connection: &mut Connection, attempt: &AttemptRow) -> Result<(), ResolveError> {
    let row = subscriptions::load(connection, attempt.organization).await?;
    if row.status == SubscriptionStatus::Ended {
        return Err(ResolveError::Contradiction(
            "the subscription has ended, so the upgrade cannot be applied: refund the charge at the gateway, then \
             settle the attempt as released"
                .to_owned(),
        ));
    }
    if renewals::is_unsettled(connection, &attempt.subscription).await? {
        return Err(ResolveError::Contradiction(
            "a renewal of the subscription is being charged or is held: run the command again when it is settled"
                .to_owned(),
        ));
    }
    Ok(())
}

async fn settle_released(
    state: &AppState,
    attempt: &AttemptRow,
    intent: Option<Intent>,
    because: &str,
) -> Result<Resolved, ResolveError> {
    let intent = match intent {
        Some(intent) if !matches!(intent.status, IntentStatus::Succeeded | IntentStatus::Canceled) => {
            let canceled = cancel_intent(state, attempt, &intent.id).await.map_err(ResolveError::Gateway)?;
            if canceled.status != IntentStatus::Canceled {
                return Err(ResolveError::Contradiction(
                    "the gateway did not cancel the payment: run the command again to see its current state"
                        .to_owned(),
                ));
            }
            Some(canceled)
        }
        other => other,
    };
    // Only the gateway's `canceled` proves that no money was kept.
    let needs_refund = intent.as_ref().is_none_or(|intent| intent.status != IntentStatus::Canceled);
    let at = state.clock.now();
    let alarm = attempt.alarm.clone().unwrap_or_default();
    let mut transaction = state.store.begin().await?;
    let Some(open) = attempts::unhold(&mut transaction, attempt).await? else {
        return Err(ResolveError::NotHeld);
    };
    if !attempts::release(&mut transaction, &open, Release::Canceled, at).await? {
        return Err(ResolveError::NotHeld);
    }
    redemptions::release(&mut transaction, &open.id, at).await?;
    if needs_refund {
        attempts::keep_alarm(&mut transaction, &open.id, &alarm).await?;
    }
    let now =
        finish(state, &mut transaction, &open, Decision::Released, &alarm, intent.as_ref(), because).await?;
    transaction.commit().await?;
    Ok(Resolved { needs_refund: needs_refund && now.view().charged == Charged::Yes, attempt: now })
}

async fn finish(
    state: &AppState,
    connection: &mut Connection,
    attempt: &AttemptRow,
    decision: Decision,
    alarm: &str,
    intent: Option<&Intent>,
    because: &str,
) -> Result<AttemptRow, StoreError> {
    let at = state.clock.now();
    let report = intent.map(intent_report);
    let resolution = Resolution {
        attempt: attempt.id.clone(),
        outcome: decision.as_str().to_owned(),
        because: because.to_owned(),
        alarm: alarm.to_owned(),
        gateway_intent: report.as_ref().map(serde_json::Value::to_string),
        at,
    };
    attempts::insert_resolution(connection, &resolution).await?;
    let now = attempts::by_id(connection, attempt.organization, &attempt.id)
        .await?
        .ok_or(StoreError::Unreadable("upgrade_attempt.id"))?;
    let body = serde_json::json!({
        "outcome": decision.as_str(),
        "because": because,
        "alarm": alarm,
        "state": now.state.as_str(),
        "gatewayIntent": report,
    });
    let entry = AuditEntry {
        at,
        organization: now.organization,
        actor: BY,
        event: "attempt.resolved",
        subject: &now.id,
        body: &body.to_string(),
    };
    audit::append(connection, &entry).await?;
    Ok(now)
}

/// What the gateway reports about an intent, for people and for the audit trail.
#[must_use]
pub fn intent_report(intent: &Intent) -> serde_json::Value {
    let status = match intent.status {
        IntentStatus::Unconfirmed => "unconfirmed",
        IntentStatus::Processing => "processing",
        IntentStatus::RequiresAction => "requires_action",
        IntentStatus::Succeeded => "succeeded",
        IntentStatus::Declined => "declined",
        IntentStatus::Canceled => "canceled",
    };
    serde_json::json!({
        "id": intent.id,
        "status": status,
        "amountMinor": intent.amount_minor,
        "currency": intent.currency,
        "organization": intent.organization,
        "attempt": intent.attempt,
        "decline": intent.decline.map(gateway::DeclineReason::as_str),
        "charge": intent.charge,
    })
}
