use contract::{ProblemCode, SubscriptionStatus};

use super::{payment, renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::audit::{self, AuditEntry};
use crate::store::people::UserRow;
use crate::store::renewals as stored_renewals;
use crate::store::subscriptions::{self, ChangeKind, NextVersion};
use crate::store::{StoreError, Transaction};

/// Whether automatic renewal is turned on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoRenewal {
    /// The subscription ends at the end of the paid period.
    Off,
    /// The subscription renews.
    On,
}

/// Cancels or reactivates a subscription, also while a renewal is being charged. When that renewal is paid, a canceled
/// subscription runs to the end of the renewed period. Otherwise it ends.
///
/// # Errors
/// 409 when the subscription is already in that state or has ended, or when an open payment may have charged.
pub async fn set(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    renewal: AutoRenewal,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    let now = state.clock.now();
    let renewal_unsettled = stored_renewals::is_unsettled(&mut transaction, &row.id).await?;
    let (kind, status, event) = match (renewal, snapshot::status_at(&row, now, renewal_unsettled)) {
        (_, SubscriptionStatus::Ended) => return Err(Refusal::new(ProblemCode::SubscriptionEnded)),
        (AutoRenewal::Off, SubscriptionStatus::Active | SubscriptionStatus::PastDue) => {
            (ChangeKind::Cancellation, SubscriptionStatus::Canceled, "subscription.canceled")
        }
        (AutoRenewal::On, SubscriptionStatus::Canceled) => {
            (ChangeKind::Reactivation, SubscriptionStatus::Active, "subscription.reactivated")
        }
        _ => return Err(Refusal::new(ProblemCode::SubscriptionUnchanged)),
    };
    check_no_open_payment(&mut transaction, &row.id).await?;
    let by = user.full_name();
    let next =
        NextVersion { kind, by: &by, at: now, status, terms: &row.terms, balance_minor: row.balance_minor };
    subscriptions::advance(&mut transaction, &row, &next).await?;
    let entry = AuditEntry { at: now, organization, actor: &user.id, event, subject: &row.id, body: "{}" };
    audit::append(&mut transaction, &entry).await?;
    // A renewal that is being charged settles first. Without one, no paid period remains.
    if status == SubscriptionStatus::Canceled && row.terms.period_end <= now && !renewal_unsettled {
        renewals::end(&mut transaction, &row, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn check_no_open_payment(transaction: &mut Transaction, subscription: &str) -> Result<(), Refusal> {
    match attempts::open_progress(transaction, subscription).await? {
        Some(open) if open.recovery_point != RecoveryPoint::Claimed && !open.is_held => {
            payment::no_open_attempt(transaction, subscription).await
        }
        _ => Ok(()),
    }
}
