use std::collections::{BTreeMap, BTreeSet};

use gateway::{Charge, ChargeStatus, GatewayError, ListQuery};

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::ledger::{self, BookedCharge};
use crate::store::{StoreError, attempts, renewals};

/// The age at which an open attempt is overdue. A bank confirmation takes at most 15 minutes, anything else seconds.
const OVERDUE_SECONDS: i64 = 3_600;

/// How far back charges are compared, in seconds. Older ones were compared hundreds of times.
const COMPARED_SECONDS: i64 = 90 * 86_400;
/// How much later than its charge a booking may be written, in seconds: bookings this close to the start of the compared
/// time may belong to an older charge.
const BOOKED_LATER_SECONDS: i64 = 2 * 86_400;

/// The differences between the gateway's list and the ledger. They are reported, never corrected automatically.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Intents of charges that are not booked and belong to no open attempt.
    pub charges_not_booked: Vec<String>,
    /// Intents of charges that are booked with another amount, currency or organization than the gateway charged.
    pub charges_booked_otherwise: Vec<String>,
    /// Intents of bookings for which the gateway lists no charge.
    pub bookings_without_charge: Vec<String>,
    /// Charges that cannot be interpreted, such as one whose metadata was edited.
    pub unreadable: Vec<String>,
    /// Charges that were refunded or disputed. Their refunds are recorded again, in case a webhook was lost.
    pub reversed: Vec<String>,
    /// The number of charges compared.
    pub charges: usize,
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
            && self.unreadable.is_empty()
    }
}

/// Compares the gateway's list with the ledger, and raises an alarm for each difference.
///
/// # Errors
/// When one of them cannot be read.
pub async fn reconcile(state: &AppState) -> Result<Reconciliation, NotReconciled> {
    let since = state.clock.now().checked_add_seconds(-COMPARED_SECONDS);
    // The ledger is read first. A charge booked after that is looked up again in `compare`.
    let mut reader = state.store.reader().await?;
    let booked = ledger::booked_charges(&mut reader, since).await?;
    drop(reader);
    let mut unseen: BTreeMap<&str, &BookedCharge> =
        booked.iter().map(|charge| (charge.intent_id.as_str(), charge)).collect();
    let mut found = Reconciliation::default();
    let mut reversed = Vec::new();
    let mut query = ListQuery { created_since: since, after: None };
    loop {
        let page = state.gateway.charges(&query).await?;
        found.unreadable.extend(page.unreadable);
        // A payment has one charge for each try. Only one of them succeeds.
        for charge in page.items.iter().filter(|charge| charge.status == ChargeStatus::Succeeded) {
            found.charges += 1;
            let booked = charge.intent.as_deref().and_then(|intent| unseen.remove(intent));
            compare(state, charge, booked, &mut found).await?;
            if charge.refunded_minor > 0 || charge.disputed {
                reversed.push(charge.id.clone());
            }
        }
        if page.next.is_none() {
            break;
        }
        query.after = page.next;
    }
    let is_old = |charge: &BookedCharge| {
        since
            .and_then(|since| since.checked_add_seconds(BOOKED_LATER_SECONDS))
            .is_some_and(|since| charge.at < since)
    };
    let missing = unseen.into_values().filter(|charge| !is_old(charge));
    found.bookings_without_charge.extend(missing.map(|charge| charge.intent_id.clone()));
    report(state, &found);
    found.reversed = reversed;
    Ok(found)
}

async fn compare(
    state: &AppState,
    charge: &Charge,
    booked: Option<&BookedCharge>,
    found: &mut Reconciliation,
) -> Result<(), StoreError> {
    let intent = charge.intent.as_deref().unwrap_or(&charge.id);
    if let Some(booked) = booked {
        let same = booked.amount_minor == charge.amount_minor
            && booked.currency == charge.currency
            && booked.organization == charge.organization;
        if !same {
            found.charges_booked_otherwise.push(intent.to_owned());
        }
        return Ok(());
    }
    // In one transaction, so that a charge that is being booked now appears as either open or booked.
    let mut reading = state.store.begin_read().await?;
    // Recovery settles an open attempt. A held attempt has its own alarm until a person resolves it. Neither row is
    // read, because one that is damaged must not stop the comparison of the others.
    let is_open = attempts::is_open_intent(&mut reading, intent).await?
        || renewals::is_open_intent(&mut reading, intent).await?;
    if !is_open && !ledger::is_booked(&mut reading, intent).await? {
        found.charges_not_booked.push(intent.to_owned());
    }
    Ok(())
}

fn report(state: &AppState, found: &Reconciliation) {
    if found.is_clean() {
        tracing::info!(charges = found.charges, "the gateway's list and the ledger match");
        return;
    }
    for (alarm, intents) in [
        (Alarm::UnmatchedCharge, &found.charges_not_booked),
        (Alarm::UnmatchedCharge, &found.unreadable),
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
