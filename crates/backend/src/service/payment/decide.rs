use billing::Instant;
use contract::DeclineClass;
use gateway::{DeclineReason, Intent, IntentStatus};

use crate::store::attempts::{AttemptRow, Release, Waiting};

/// The time limit of the bank's confirmation, in seconds from the bank's first request for it.
pub const CONFIRMATION_SECONDS: i64 = 900;

/// The next step for an attempt, given the gateway's view of its intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The amount due was charged: commit the upgrade.
    Commit,
    /// Another amount was charged: a person must decide.
    Hold(&'static str),
    /// The gateway will never charge the intent.
    Release(Release),
    /// Cancel the intent at the gateway, then continue with the response.
    Cancel,
    /// The intent is not settled yet.
    Wait(Waiting),
}

/// Whether the request that confirms the intent is still running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmer {
    /// The request is running: it has confirmed, or the response to its confirm was lost.
    Running,
    /// The request has ended, and nothing else confirms the intent.
    Ended,
}

/// Decides only from the state that the gateway reports, never from a missing response.
#[must_use]
pub fn decide(attempt: &AttemptRow, intent: &Intent, confirmer: Confirmer, now: Instant) -> NextStep {
    match intent.status {
        IntentStatus::Succeeded if !is_of(attempt, intent) => {
            NextStep::Hold("charged, but not the amount due of this attempt")
        }
        IntentStatus::Succeeded => NextStep::Commit,
        IntentStatus::Declined => NextStep::Cancel,
        IntentStatus::Canceled => NextStep::Release(
            intent.decline.map_or(Release::Canceled, |reason| Release::Declined(class(reason))),
        ),
        IntentStatus::RequiresAction => wait_for_confirmation(attempt, intent, now),
        IntentStatus::Processing => NextStep::Wait(Waiting::Processing),
        IntentStatus::Unconfirmed => match confirmer {
            Confirmer::Running => NextStep::Wait(Waiting::OutcomeUnknown { retry_after: None }),
            Confirmer::Ended => NextStep::Cancel,
        },
    }
}

/// Whether amount, currency, organization and attempt of the intent are those of the attempt.
#[must_use]
pub fn is_of(attempt: &AttemptRow, intent: &Intent) -> bool {
    intent.amount_minor == attempt.amount_due_minor
        && intent.currency == attempt.currency
        && intent.organization == attempt.organization
        && intent.attempt == attempt.id
}

fn wait_for_confirmation(attempt: &AttemptRow, intent: &Intent, now: Instant) -> NextStep {
    let from_now = now.checked_add_seconds(CONFIRMATION_SECONDS).unwrap_or(now);
    // If the clock was set back, the deadline must not become later than the full time limit from now.
    let until = attempt.confirm_until.map_or(from_now, |until| until.min(from_now));
    if until <= now || attempt.cancel_requested_by.is_some() {
        return NextStep::Cancel;
    }
    NextStep::Wait(Waiting::ActionRequired { url: intent.confirmation_url.clone(), until })
}

const fn class(reason: DeclineReason) -> DeclineClass {
    match reason {
        DeclineReason::InsufficientFunds => DeclineClass::InsufficientFunds,
        DeclineReason::ExpiredCard => DeclineClass::ExpiredCard,
        DeclineReason::ConfirmationFailed | DeclineReason::ConfirmationRefused => {
            DeclineClass::ConfirmationFailed
        }
        DeclineReason::LostCard
        | DeclineReason::StolenCard
        | DeclineReason::DoNotTryAgain
        | DeclineReason::AuthenticationRequired
        | DeclineReason::GenericDecline => DeclineClass::Generic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::attempts::RecoveryPoint;
    use billing::Cycle;
    use contract::{AttemptState, Charged, Plan};

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn attempt() -> AttemptRow {
        let plan = Plan { sessions: 5, cycle: Cycle::Monthly };
        AttemptRow {
            id: "att_1".into(),
            organization: 101,
            subscription: "sub_101".into(),
            person: "p".into(),
            by_name: "Bea Manager".into(),
            idempotency_key: "k".into(),
            request_hash: "h".into(),
            key_released: false,
            quote_id: "q".into(),
            quote_hash: "h".into(),
            sealed: "{}".into(),
            version: 1,
            before: plan,
            after: plan,
            amount_due_minor: 24_155,
            currency: "USD".into(),
            card_text: None,
            card_ref: None,
            state: AttemptState::Charging,
            charged: Charged::Unknown,
            recovery_point: RecoveryPoint::IntentStored,
            fence: 1,
            lease: crate::store::Lease::starting(instant("2026-03-16T09:30:00Z"), 60),
            at_work: true,
            failed_checks: 0,
            cancel_requested_by: None,
            checks: 0,
            intent_id: Some("pi_1".into()),
            confirmation_url: None,
            confirm_until: None,
            decline: None,
            alarm: None,
            started_at: instant("2026-03-16T09:30:00Z"),
            answered: false,
            answer_body: None,
        }
    }

    fn intent(status: IntentStatus) -> Intent {
        Intent {
            id: "pi_1".into(),
            status,
            amount_minor: 24_155,
            currency: "USD".into(),
            organization: 101,
            attempt: "att_1".into(),
            decline: None,
            confirmation_url: None,
            customer: None,
            card_ref: None,
            charge: None,
            created: instant("2026-03-16T09:30:00Z"),
            metadata: std::collections::BTreeMap::new(),
        }
    }

    fn step(attempt: &AttemptRow, intent: &Intent, confirmer: Confirmer) -> NextStep {
        decide(attempt, intent, confirmer, instant("2026-03-16T09:30:10Z"))
    }

    #[test]
    fn only_a_charge_of_exactly_the_amount_due_is_committed() {
        let charged = intent(IntentStatus::Succeeded);
        assert_eq!(step(&attempt(), &charged, Confirmer::Ended), NextStep::Commit);

        for other in [
            Intent { amount_minor: 24_154, ..charged.clone() },
            Intent { currency: "EUR".into(), ..charged.clone() },
            Intent { organization: 102, ..charged.clone() },
            Intent { attempt: "att_2".into(), ..charged },
        ] {
            assert!(matches!(step(&attempt(), &other, Confirmer::Ended), NextStep::Hold(_)), "{other:?}");
        }
    }

    #[test]
    fn declined_intent_is_canceled_before_its_attempt_is_released() {
        let reason = Some(DeclineReason::InsufficientFunds);
        let declined = Intent { decline: reason, ..intent(IntentStatus::Declined) };
        let canceled = Intent { decline: reason, ..intent(IntentStatus::Canceled) };

        assert_eq!(step(&attempt(), &declined, Confirmer::Running), NextStep::Cancel);
        let released = NextStep::Release(Release::Declined(DeclineClass::InsufficientFunds));
        assert_eq!(step(&attempt(), &canceled, Confirmer::Running), released);
    }

    #[test]
    fn unconfirmed_intent_is_canceled_once_its_confirmer_has_ended() {
        let unconfirmed = intent(IntentStatus::Unconfirmed);

        assert_eq!(
            step(&attempt(), &unconfirmed, Confirmer::Running),
            NextStep::Wait(Waiting::OutcomeUnknown { retry_after: None })
        );
        assert_eq!(step(&attempt(), &unconfirmed, Confirmer::Ended), NextStep::Cancel);
    }

    #[test]
    fn confirmation_expires_fifteen_minutes_after_the_request() {
        let asked = intent(IntentStatus::RequiresAction);
        let until = instant("2026-03-16T09:45:10Z");
        let first = step(&attempt(), &asked, Confirmer::Running);
        assert_eq!(first, NextStep::Wait(Waiting::ActionRequired { url: None, until }));

        let late = AttemptRow { confirm_until: Some(instant("2026-03-16T09:30:10Z")), ..attempt() };
        assert_eq!(step(&late, &asked, Confirmer::Ended), NextStep::Cancel);
    }

    #[test]
    fn requested_cancellation_cancels_before_the_bank_answers() {
        let requested = AttemptRow { cancel_requested_by: Some("p".into()), ..attempt() };

        assert_eq!(
            step(&requested, &intent(IntentStatus::RequiresAction), Confirmer::Ended),
            NextStep::Cancel
        );
        assert_eq!(step(&requested, &intent(IntentStatus::Succeeded), Confirmer::Ended), NextStep::Commit);
    }
}
