use std::collections::{BTreeMap, BTreeSet};

use gateway::{GatewayError, Intent, IntentStatus};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::ledger::{self, BookedCharge};
use crate::store::{StoreError, attempts, renewals};

/// The age at which an open attempt is overdue. A bank confirmation takes at most 15 minutes, anything else seconds.
const OVERDUE_SECONDS: i64 = 3_600;

/// The differences between the gateway's list and the ledger. They are reported, never corrected automatically.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Intents that charged, are not booked and belong to no open attempt.
    pub charges_not_booked: Vec<String>,
    /// Intents that are booked with another amount, currency or organization than the gateway charged.
    pub charges_booked_otherwise: Vec<String>,
    /// Intents that are booked but did not charge, or that the gateway does not list.
    pub bookings_without_charge: Vec<String>,
    /// The number of intents compared.
    pub intents: usize,
}

/// Why the gateway's list and the ledger could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotReconciled {
    /// The gateway's list cannot be read.
    #[error("the gateway's list cannot be read: {0}")]
    Gateway(#[from] GatewayError),
    /// The database cannot be read.
    #[error("the ledger cannot be read: {0}")]
    Store(#[from] StoreError),
}

impl Reconciliation {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.charges_not_booked.is_empty()
            && self.charges_booked_otherwise.is_empty()
            && self.bookings_without_charge.is_empty()
    }
}

/// Compares the gateway's list with the ledger, and raises an alarm for each difference.
///
/// # Errors
/// When one of them cannot be read.
pub async fn reconcile(state: &AppState) -> Result<Reconciliation, NotReconciled> {
    // The ledger is read first. A charge booked after that is looked up again in `compare`.
    let mut reader = state.store.reader().await?;
    let booked = ledger::booked_charges(&mut reader).await?;
    drop(reader);
    let mut unseen: BTreeMap<&str, &BookedCharge> =
        booked.iter().map(|charge| (charge.intent_id.as_str(), charge)).collect();
    let mut found = Reconciliation::default();
    let mut last: Option<String> = None;
    loop {
        let page = state.gateway.intents(last.as_deref()).await?;
        let Some(end) = page.last() else { break };
        last = Some(end.id.clone());
        for intent in &page {
            found.intents += 1;
            compare(state, intent, unseen.remove(intent.id.as_str()), &mut found).await?;
        }
    }
    found.bookings_without_charge.extend(unseen.into_keys().map(str::to_owned));
    report(state, &found);
    Ok(found)
}

async fn compare(
    state: &AppState,
    intent: &Intent,
    booked: Option<&BookedCharge>,
    found: &mut Reconciliation,
) -> Result<(), StoreError> {
    match (intent.status == IntentStatus::Succeeded, booked) {
        (true, Some(charge)) => {
            let same = charge.amount_minor == intent.amount_minor
                && charge.currency == intent.currency
                && charge.organization == intent.organization;
            if !same {
                found.charges_booked_otherwise.push(intent.id.clone());
            }
        }
        (false, Some(_)) => found.bookings_without_charge.push(intent.id.clone()),
        (true, None) => {
            // In one transaction, so that a charge that is being booked now appears as either open or booked.
            let mut reading = state.store.begin_read().await?;
            // Recovery settles an open attempt. A held attempt has its own alarm until a person resolves it. Neither row
            // is read, because one that is damaged must not stop the comparison of the others.
            let is_open = attempts::is_open_intent(&mut reading, &intent.id).await?
                || renewals::is_open_intent(&mut reading, &intent.id).await?;
            if !is_open && !ledger::is_booked(&mut reading, &intent.id).await? {
                found.charges_not_booked.push(intent.id.clone());
            }
        }
        (false, None) => {}
    }
    Ok(())
}

fn report(state: &AppState, found: &Reconciliation) {
    if found.is_clean() {
        tracing::info!(intents = found.intents, "the gateway's list and the ledger match");
        return;
    }
    for (alarm, intents) in [
        (Alarm::UnmatchedCharge, &found.charges_not_booked),
        (Alarm::ChargeBookedOtherwise, &found.charges_booked_otherwise),
        (Alarm::UnmatchedBooking, &found.bookings_without_charge),
    ] {
        for intent in intents {
            state.alarms.raise(alarm, intent, &"the gateway's list and the ledger differ");
        }
    }
}

/// Open attempts that started more than an hour ago and are not held. The caller raises an alarm only for those that
/// are still open one round later, because recovery needs some time after a long downtime.
pub async fn overdue(state: &AppState) -> Result<BTreeSet<String>, StoreError> {
    let now = state.clock.now();
    let before = now.checked_add_seconds(-OVERDUE_SECONDS).unwrap_or(now);
    let mut reader = state.store.reader().await?;
    Ok(attempts::open_since(&mut reader, before).await?.into_iter().collect())
}
