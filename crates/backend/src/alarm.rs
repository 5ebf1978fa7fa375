//! Alarms: events on which a person must act. docs/operations.md lists each with what to do.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::metrics::Counters;

/// The same alarm about the same subject is raised once in this time.
const REPEATED_AFTER: Duration = Duration::from_secs(3_600);
/// Subjects remembered at the same time.
const MOST_REMEMBERED: usize = 10_000;

/// An event on which a person must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// A row cannot be read. Everything else goes on without it.
    UnreadableRow,
    /// A background task panicked. It was started again.
    TaskPanicked,
    /// The database cannot be written.
    DatabaseUnwritable,
    /// The gateway has charged a payment that could not be stored yet.
    ChargeNotRecorded,
    /// The gateway has charged something that is not booked.
    UnmatchedCharge,
    /// The gateway has charged another amount, currency or organization than is booked.
    ChargeBookedOtherwise,
    /// A charge is booked that the gateway does not report.
    UnmatchedBooking,
    /// A payment was charged otherwise than asked and waits for a decision.
    PaymentHeld,
    /// A payment that ended as not charged has an intent that cannot be canceled.
    ReleasedPaymentCharged,
    /// A payment has been open for longer than an hour.
    PaymentOverdue,
    /// The gateway does not know the intent of an open payment.
    IntentNotFound,
    /// The gateway created another intent than it was asked for.
    IntentDiffers,
    /// The gateway refuses a renewal for a reason that is not the card.
    RenewalRefused,
    /// A renewal was charged and cannot be booked.
    RenewalHeld,
    /// The price engine computes another amount than it sealed.
    EngineMismatch,
    /// Somebody tries many promotion codes.
    PromotionCodeGuessing,
    /// The gateway's list and the ledger could not be compared for hours.
    ReconciliationFailing,
    /// A row of the audit trail was altered, removed, replaced, or added without a key.
    AuditBroken,
    /// The ends of the audit trail cannot be recorded outside the database.
    AuditAnchorUnwritable,
}

impl Alarm {
    /// The value of the label `alarm` of the metric `alarms_total`, and of the field `alarm` in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnreadableRow => "unreadable_row",
            Self::TaskPanicked => "task_panicked",
            Self::DatabaseUnwritable => "database_unwritable",
            Self::ChargeNotRecorded => "charge_not_recorded",
            Self::UnmatchedCharge => "unmatched_charge",
            Self::ChargeBookedOtherwise => "charge_booked_otherwise",
            Self::UnmatchedBooking => "unmatched_booking",
            Self::PaymentHeld => "payment_held",
            Self::ReleasedPaymentCharged => "released_payment_charged",
            Self::PaymentOverdue => "payment_overdue",
            Self::IntentNotFound => "intent_not_found",
            Self::IntentDiffers => "intent_differs",
            Self::RenewalRefused => "renewal_refused",
            Self::RenewalHeld => "renewal_held",
            Self::EngineMismatch => "engine_mismatch",
            Self::PromotionCodeGuessing => "promotion_code_guessing",
            Self::ReconciliationFailing => "reconciliation_failing",
            Self::AuditBroken => "audit_broken",
            Self::AuditAnchorUnwritable => "audit_anchor_unwritable",
        }
    }

    /// Every alarm.
    pub const ALL: [Self; 19] = [
        Self::UnreadableRow,
        Self::TaskPanicked,
        Self::DatabaseUnwritable,
        Self::ChargeNotRecorded,
        Self::UnmatchedCharge,
        Self::ChargeBookedOtherwise,
        Self::UnmatchedBooking,
        Self::PaymentHeld,
        Self::ReleasedPaymentCharged,
        Self::PaymentOverdue,
        Self::IntentNotFound,
        Self::IntentDiffers,
        Self::RenewalRefused,
        Self::RenewalHeld,
        Self::EngineMismatch,
        Self::PromotionCodeGuessing,
        Self::ReconciliationFailing,
        Self::AuditBroken,
        Self::AuditAnchorUnwritable,
    ];
}

/// Raises alarms: one line in the log and one count in the metric.
#[derive(Debug)]
pub struct Alarms {
    counters: Counters,
    raised: Mutex<HashMap<(Alarm, String), Instant>>,
}

impl Alarms {
    /// Counts in these counters.
    #[must_use]
    pub fn new(counters: Counters) -> Self {
        Self { counters, raised: Mutex::default() }
    }

    /// Raises an alarm about a subject, such as the id of a payment, unless the same was raised within the last hour.
    pub fn raise(&self, alarm: Alarm, subject: &str, cause: &dyn std::fmt::Display) {
        let now = Instant::now();
        let is_recent = |at: &Instant| now.duration_since(*at) < REPEATED_AFTER;
        {
            let mut raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
            if raised.len() >= MOST_REMEMBERED {
                raised.retain(|_, at| is_recent(at));
            }
            let key = (alarm, subject.to_owned());
            if raised.get(&key).is_some_and(is_recent) {
                return;
            }
            if raised.len() < MOST_REMEMBERED {
                raised.insert(key, now);
            }
        }
        self.counters.inc(alarm.name());
        tracing::error!(alarm = alarm.name(), subject, %cause, "a person must act; docs/operations.md says how");
    }

    /// How often an alarm was raised.
    #[must_use]
    pub fn count(&self, alarm: Alarm) -> u64 {
        self.counters.get(alarm.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Metrics;

    #[test]
    fn every_alarm_is_in_the_metrics_and_in_the_documentation() {
        let text = Metrics::default().encode();
        let docs = include_str!("../../../docs/operations.md");
        for alarm in Alarm::ALL {
            let name = alarm.name();
            assert!(text.contains(&format!("alarms_total{{alarm=\"{name}\"}} 0")), "{name} is not in {text}");
            assert!(docs.contains(&format!("| `{name}` |")), "{name} is not in docs/operations.md");
        }
    }

    #[test]
    fn same_alarm_about_the_same_subject_is_raised_once() {
        let alarms = Alarms::new(Metrics::default().alarms);
        for subject in ["att_1", "att_1", "att_2"] {
            alarms.raise(Alarm::PaymentHeld, subject, &"charged 1 too much");
        }
        assert_eq!(alarms.count(Alarm::PaymentHeld), 2);
    }
}
