use std::collections::{BTreeMap, BTreeSet};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::gateway::{GatewayError, Intent, IntentStatus};
use crate::store::ledger::{self, BookedCharge};
use crate::store::{StoreError, attempts, renewals};

/// The bank's confirmation takes 15 minutes at most, and everything else seconds.
const OVERDUE_SECONDS: i64 = 3_600;

/// What the gateway's list and the ledger say differently. Shown, never mended by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Intents that charged and are neither booked nor of an attempt that is still open.
    pub charges_not_booked: Vec<String>,
    /// Intents that are booked, but with another amount, currency or organization than the gateway charged.
    pub charges_booked_otherwise: Vec<String>,
    /// Intents that are booked and did not charge, or that the gateway does not list.
    pub bookings_without_charge: Vec<String>,
    /// Intents compared.
    pub intents: usize,
}

/// Why the two could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotReconciled {
    /// The gateway's list cannot be had now.
    #[error("the gateway's list cannot be read: {0}")]
    Gateway(#[from] GatewayError),
    /// The database cannot be read now.
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

/// Compares the gateway's list with the ledger and logs what does not match.
///
/// # Errors
/// When one of them cannot be read.
pub async fn reconcile(state: &AppState) -> Result<Reconciliation, NotReconciled> {
    // The ledger first: a charge made meanwhile is then missing from it, and looked up once more below.
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
            // One transaction, so that a charge which is booked at this moment is seen as open or as booked.
            let mut reading = state.store.reading().await?;
            let attempt = attempts::by_intent(&mut reading, &intent.id).await?;
            // Recovery settles an open attempt. A held one has an alarm of its own, until a person releases it.
            let is_open = attempt.is_some_and(|attempt| !attempt.state.is_final() || attempt.alarm.is_some())
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
        tracing::info!(intents = found.intents, "the gateway's list and the ledger agree");
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

/// Open attempts that were started more than an hour ago and wait for no person. The caller raises an alarm about
/// those that are still open one round later: after a long stop, recovery needs a moment.
///
/// # Errors
/// When the database cannot be read.
pub async fn overdue(state: &AppState) -> Result<BTreeSet<String>, StoreError> {
    let now = state.clock.now();
    let before = now.checked_add_seconds(-OVERDUE_SECONDS).unwrap_or(now);
    let mut reader = state.store.reader().await?;
    Ok(attempts::open_since(&mut reader, before).await?.into_iter().collect())
}
