use contract::{ProblemCode, SubscriptionStatus};

use super::{renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::attempts::{self, RecoveryPoint};
use crate::store::audit::{self, AuditEntry};
use crate::store::people::UserRow;
use crate::store::renewals as stored;
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

/// Cancels or reactivates a subscription. A renewal that is being charged does not prevent it: once paid, the
/// subscription runs to the end of that period; else it ends.
///
/// # Errors
/// 409 where it is in that state already or has ended, and where a payment that may have charged is open.
pub async fn set(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    renewal: AutoRenewal,
) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    let now = state.clock.now();
    let renewal_unsettled = stored::is_unsettled(&mut transaction, &row.id).await?;
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
    no_payment_is_open(&mut transaction, &row.id).await?;
    let by = user.full_name();
    let next =
        NextVersion { kind, by: &by, at: now, status, terms: &row.terms, balance_minor: row.balance_minor };
    subscriptions::advance(&mut transaction, &row, &next).await?;
    let entry = AuditEntry { at: now, organization, actor: &user.id, event, subject: &row.id, body: "{}" };
    audit::append(&mut transaction, &entry).await?;
    // A renewal that is being charged is settled first. Without one, no paid period is left to run.
    if status == SubscriptionStatus::Canceled && row.terms.period_end <= now && !renewal_unsettled {
        renewals::end(&mut transaction, &row, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn no_payment_is_open(transaction: &mut Transaction, subscription: &str) -> Result<(), Refusal> {
    match attempts::open_of(transaction, subscription).await? {
        Some(attempt) if attempt.recovery_point != RecoveryPoint::Claimed && !attempt.is_held() => {
            Err(Refusal::new(ProblemCode::AttemptOpen).attempt(attempt.view()))
        }
        _ => Ok(()),
    }
}
