use contract::{ProblemCode, SubscriptionStatus};

use super::{renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::audit::{self, AuditEntry};
use crate::store::people::UserRow;
use crate::store::renewals::{RenewalState, unpaid};
use crate::store::subscriptions::{self, ChangeKind, NextVersion};
use crate::store::{StoreError, Transaction};

/// Turns automatic renewal off, or on again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoRenewal {
    /// Runs to the end of the paid period.
    Off,
    /// Renews.
    On,
}

/// Cancels or reactivates a subscription.
///
/// # Errors
/// 409 where it is in that state already or over, where a payment that may have charged is under way, and where a
/// renewal is being charged.
pub async fn set(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    renewal: AutoRenewal,
) -> Result<(), Refusal> {
    renewals::book_due(state, organization).await?;
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    let (kind, status, event) = match (renewal, row.status) {
        (_, SubscriptionStatus::Ended) => return Err(Refusal::new(ProblemCode::SubscriptionEnded)),
        (AutoRenewal::Off, SubscriptionStatus::Active | SubscriptionStatus::PastDue) => {
            (ChangeKind::Cancellation, SubscriptionStatus::Canceled, "subscription.canceled")
        }
        (AutoRenewal::On, SubscriptionStatus::Canceled) => {
            (ChangeKind::Reactivation, SubscriptionStatus::Active, "subscription.reactivated")
        }
        _ => return Err(Refusal::new(ProblemCode::SubscriptionUnchanged)),
    };
    nothing_is_being_charged(&mut transaction, &row.id).await?;
    let now = state.clock.now();
    let by = user.full_name();
    let next =
        NextVersion { kind, by: &by, at: now, status, terms: &row.terms, balance_minor: row.balance_minor };
    subscriptions::advance(&mut transaction, &row, &next).await?;
    let entry = AuditEntry { at: now, organization, actor: &user.id, event, subject: &row.id, body: "{}" };
    audit::append(&mut transaction, &entry).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    // A subscription that was past due has no paid period left to run.
    renewals::book_due(state, organization).await
}

async fn nothing_is_being_charged(transaction: &mut Transaction, subscription: &str) -> Result<(), Refusal> {
    if let Some(attempt) = attempts::open_of(transaction, subscription).await?
        && attempt.recovery_point != RecoveryPoint::Claimed
        && !attempt.is_held()
    {
        return Err(Refusal::new(ProblemCode::AttemptOpen).attempt(attempt.view()));
    }
    let renewal = unpaid(transaction, subscription).await?;
    if renewal.is_some_and(|renewal| renewal.state == RenewalState::Charging) {
        return Err(Refusal::new(ProblemCode::GatewayUnavailable)
            .detail("The renewal is being charged and its outcome is not known yet: try again in a minute.")
            .retry_after(renewals::RETRY_SECONDS));
    }
    Ok(())
}
