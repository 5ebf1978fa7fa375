//! Alarms: events that require action by an operator. docs/operations.md lists each with the action.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_server::Counters;

/// The time within which an alarm about the same subject is raised only once.
const REPEAT_INTERVAL: Duration = Duration::from_secs(3_600);
/// The maximum number of alarms kept to detect repeats.
const MAX_REMEMBERED: usize = 10_000;

/// An event that requires action by an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// A row cannot be read. It is skipped.
    UnreadableRow,
    /// A background task panicked and was restarted.
    TaskPanicked,
    /// The database cannot be written.
    DatabaseUnwritable,
    /// The gateway charged a payment, and storing the result failed.
    ChargeNotRecorded,
    /// The gateway reports a charge that is not in the ledger.
    UnmatchedCharge,
    /// The amount, currency or organization of a charge differs from the ledger.
    ChargeBookedOtherwise,
    /// The ledger has a charge that the gateway does not report.
    UnmatchedBooking,
    /// A payment was charged differently than requested and is held until an operator resolves it.
    PaymentHeld,
    /// A payment ended as not charged, but its intent cannot be canceled.
    ReleasedPaymentCharged,
    /// A payment has been open for more than an hour.
    PaymentOverdue,
    /// The gateway does not return the intent of an open payment.
    IntentNotFound,
    /// The gateway created an intent that differs from the request.
    IntentDiffers,
    /// The gateway rejected a renewal for a reason unrelated to the card.
    RenewalRefused,
    /// A renewal was charged but cannot be booked.
    RenewalHeld,
    /// A charge was refunded at the gateway, or its refund changed.
    RefundRecorded,
    /// A cardholder disputes a charge, or a dispute changed.
    DisputeRecorded,
    /// The API key belongs to another account of the gateway, or to its other mode.
    OtherAccount,
    /// The price engine computes a different amount than the sealed quote contains.
    EngineMismatch,
    /// Many unknown promotion codes were submitted.
    PromotionCodeGuessing,
    /// Reconciliation of the gateway's charges with the ledger has failed for hours.
    ReconciliationFailing,
    /// The audit trail or its anchor file was changed, or cannot be read.
    AuditBroken,
    /// The anchor file is missing or cannot be written.
    AuditAnchorUnwritable,
}

impl Alarm {
    /// The value of the `alarm` label of the metric `alarms_total` and of the `alarm` field in the log.
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
            Self::RefundRecorded => "refund_recorded",
            Self::DisputeRecorded => "dispute_recorded",
            Self::OtherAccount => "other_account",
            Self::EngineMismatch => "engine_mismatch",
            Self::PromotionCodeGuessing => "promotion_code_guessing",
            Self::ReconciliationFailing => "reconciliation_failing",
            Self::AuditBroken => "audit_broken",
            Self::AuditAnchorUnwritable => "audit_anchor_unwritable",
        }
    }

    /// Every alarm.
    pub const ALL: [Self; 22] = [
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
        Self::RefundRecorded,
        Self::DisputeRecorded,
        Self::OtherAccount,
        Self::EngineMismatch,
        Self::PromotionCodeGuessing,
        Self::ReconciliationFailing,
        Self::AuditBroken,
        Self::AuditAnchorUnwritable,
    ];
}

/// Raises alarms: writes a log line and increments the metric.
#[derive(Debug)]
pub struct Alarms {
    counters: Counters,
    raised: Mutex<HashMap<(Alarm, String), Instant>>,
}

impl Alarms {
    /// Creates an `Alarms` that increments `counters`.
    #[must_use]
    pub fn new(counters: Counters) -> Self {
        Self { counters, raised: Mutex::default() }
    }

    /// Raises an alarm about a subject, such as a payment id.
    ///
    /// Does nothing if the same alarm was raised about the same subject within the last hour.
    pub fn raise(&self, alarm: Alarm, subject: &str, cause: &dyn std::fmt::Display) {
        let now = Instant::now();
        let is_recent = |at: &Instant| now.duration_since(*at) < REPEAT_INTERVAL;
        {
            let mut raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
            if raised.len() >= MAX_REMEMBERED {
                raised.retain(|_, at| is_recent(at));
            }
            let key = (alarm, subject.to_owned());
            if raised.get(&key).is_some_and(is_recent) {
                return;
            }
            if raised.len() < MAX_REMEMBERED {
                raised.insert(key, now);
            }
        }
        self.counters.inc(alarm.name());
        tracing::error!(alarm = alarm.name(), subject, %cause, "action required; see docs/operations.md");
    }

    /// The number of times an alarm was raised.
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
