use std::time::Duration;

use uuid::Uuid;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::gateway::{DeclineReason, GatewayError, Intent, IntentStatus, NewIntent};
use crate::store::renewals::{self, RenewalRow};

/// How much longer than the gateway's client a call may take. The lease of a try counts with the same slack.
const CLIENT_SLACK: Duration = Duration::from_secs(1);

/// The outcome of one look at a try.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Charged for exactly what was due.
    Paid(Intent),
    /// Charged, but not what was due: a person must decide.
    Held(&'static str),
    /// Certainly not charged, and never will be by this try.
    NotPaid(Reason),
    /// Not known, or not now.
    Later {
        /// Whether a confirm may have reached the gateway.
        confirm_sent: bool,
        /// The pause the gateway asks for.
        retry_after: Option<Duration>,
        /// Whether the gateway answered the last call.
        is_answered: bool,
    },
    /// Another process has taken the try over.
    TakenOver,
}

/// Why a try was not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The bank or the card declined it.
    Declined(DeclineReason),
    /// The bank asks for a confirmation, and nobody is there to give one.
    ConfirmationRequired,
    /// The gateway does not take the request.
    Refused,
    /// The gateway canceled it, and the bank never answered.
    Unanswered,
    /// A person released it, and the gateway has canceled it.
    Released,
    /// A person released it, and the gateway may keep a charge that has to be refunded first.
    ChargeKept,
}

impl Reason {
    /// The word in the database.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Declined(reason) => reason.as_str(),
            Self::ConfirmationRequired => "confirmation_required",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::Released => "released",
            Self::ChargeKept => "charge_kept",
        }
    }

    /// Whether the same card may be tried again automatically.
    pub(super) const fn allows_retry(self) -> bool {
        match self {
            Self::Declined(reason) => reason.allows_retry(),
            // The next charge could come before the refund.
            Self::ChargeKept => false,
            _ => true,
        }
    }
}

/// Charges one try, or finds out its outcome. A confirm is sent once. An intent that is still unconfirmed after it is
/// canceled, and only the gateway's `canceled` ends the try.
pub(super) async fn charge(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    wanted: bool,
) -> Result<Outcome, Refusal> {
    let known = match &renewal.intent_id {
        Some(intent) => in_time(state, state.gateway.retrieve(intent)).await,
        None => in_time(state, state.gateway.create_intent(&new_intent(organization, renewal))).await,
    };
    let intent = match known {
        Ok(intent) => intent,
        Err(error) => return Ok(without_intent(state, renewal, &error)),
    };
    let confirms = wanted
        && !renewal.confirm_sent
        && intent.status == IntentStatus::Unconfirmed
        && is_of(organization, renewal, &intent);
    if renewal.intent_id.is_none() || confirms {
        let mut transaction = state.store.begin().await?;
        if !renewals::store_intent(&mut transaction, renewal, &intent.id, confirms).await? {
            return Ok(Outcome::TakenOver);
        }
        transaction.commit().await?;
    }
    if confirms {
        return Ok(confirm(state, organization, renewal, &intent).await);
    }
    Ok(settle(state, organization, renewal, intent).await)
}

/// Names the try at the gateway; each try has keys of its own.
fn name(renewal: &RenewalRow) -> String {
    format!("{}:{}", renewal.name(), renewal.tries)
}

/// The payment a try asks for; always the same, so that its key always means the same.
fn new_intent(organization: i64, renewal: &RenewalRow) -> NewIntent {
    let name = name(renewal);
    NewIntent {
        idempotency_key: format!("{name}:create"),
        organization,
        amount_minor: renewal.amount_minor,
        currency: renewal.currency.clone(),
        card_ref: renewal.card_ref.clone().unwrap_or_default(),
        attempt: name,
    }
}

fn is_of(organization: i64, renewal: &RenewalRow, intent: &Intent) -> bool {
    intent.amount_minor == renewal.amount_minor && is_payment_of(organization, renewal, intent)
}

/// Whether an intent pays for a renewal, whatever its amount.
pub(super) fn is_payment_of(organization: i64, renewal: &RenewalRow, intent: &Intent) -> bool {
    // Tries of before they were numbered in the intent carry the renewal's name alone.
    let named = intent.attempt == name(renewal) || intent.attempt.starts_with(&renewal.name());
    intent.currency == renewal.currency && intent.organization == organization && named
}

/// A try whose intent the gateway did not show or create.
fn without_intent(state: &AppState, renewal: &RenewalRow, error: &GatewayError) -> Outcome {
    let subscription = &renewal.subscription;
    let (confirm_sent, retry_after) = (renewal.confirm_sent, retry_after(error));
    match (error, &renewal.intent_id) {
        (GatewayError::Refused { .. } | GatewayError::NotFound, None) => {
            tracing::warn!(subscription, %error, "the gateway refuses to create a renewal's intent");
            // A new card cures an unknown one; anything else needs a person.
            if !matches!(error, GatewayError::Refused { code } if code == "card_unknown") {
                state.alarms.raise(Alarm::RenewalRefused, subscription, error);
            }
            return Outcome::NotPaid(Reason::Refused);
        }
        // Absence proves nothing: only the gateway's own `canceled` ends a try.
        (GatewayError::Refused { .. } | GatewayError::NotFound, Some(intent)) => {
            state.alarms.raise(Alarm::IntentNotFound, intent, error);
        }
        _ => tracing::warn!(subscription, %error, "the gateway does not answer about a renewal"),
    }
    Outcome::Later { confirm_sent, retry_after, is_answered: false }
}

async fn confirm(state: &AppState, organization: i64, renewal: &RenewalRow, intent: &Intent) -> Outcome {
    let key = format!("{}:confirm", name(renewal));
    let error = match in_time(state, state.gateway.confirm(&intent.id, &key)).await {
        // A confirm that leaves the intent unconfirmed may still be on its way inside the gateway.
        Ok(answer) if answer.status == IntentStatus::Unconfirmed => GatewayError::Unknown,
        Ok(answer) => return settle(state, organization, renewal, answer).await,
        Err(error) => error,
    };
    let subscription = &renewal.subscription;
    let confirm_sent = !matches!(error, GatewayError::Unreachable | GatewayError::Busy { .. });
    let later = Outcome::Later { confirm_sent, retry_after: retry_after(&error), is_answered: false };
    if !confirm_sent {
        tracing::warn!(subscription, %error, "a renewal's confirm did not reach the gateway");
        return later;
    }
    let is_refused = matches!(error, GatewayError::Refused { .. } | GatewayError::NotFound);
    tracing::warn!(subscription, %error, is_refused, "a renewal's confirm has no outcome");
    if is_refused {
        state.alarms.raise(Alarm::RenewalRefused, subscription, &error);
    }
    match in_time(state, state.gateway.retrieve(&intent.id)).await {
        Ok(answer) if is_refused || answer.status != IntentStatus::Unconfirmed => {
            settle(state, organization, renewal, answer).await
        }
        Ok(_) | Err(_) => later,
    }
}

/// Goes on from the gateway's view of the intent. One that has not charged is canceled.
async fn settle(state: &AppState, organization: i64, renewal: &RenewalRow, intent: Intent) -> Outcome {
    let later = |is_answered| Outcome::Later { confirm_sent: true, retry_after: None, is_answered };
    match intent.status {
        IntentStatus::Succeeded => charged(organization, renewal, intent),
        IntentStatus::Canceled => Outcome::NotPaid(reason(&intent)),
        IntentStatus::Processing => later(true),
        IntentStatus::Declined | IntentStatus::RequiresAction | IntentStatus::Unconfirmed => {
            match cancel(state, renewal, &intent.id).await {
                Some(answer) if answer.status == IntentStatus::Succeeded => {
                    charged(organization, renewal, answer)
                }
                Some(answer) if answer.status == IntentStatus::Canceled => Outcome::NotPaid(reason(&intent)),
                answer => later(answer.is_some()),
            }
        }
    }
}

fn charged(organization: i64, renewal: &RenewalRow, intent: Intent) -> Outcome {
    if is_of(organization, renewal, &intent) {
        Outcome::Paid(intent)
    } else {
        Outcome::Held("the gateway charged another amount than the renewal's")
    }
}

fn reason(intent: &Intent) -> Reason {
    match (intent.decline, intent.status) {
        (Some(decline), _) => Reason::Declined(decline),
        (None, IntentStatus::RequiresAction) => Reason::ConfirmationRequired,
        (None, IntentStatus::Declined) => Reason::Declined(DeclineReason::GenericDecline),
        (None, _) => Reason::Unanswered,
    }
}

/// Cancels an intent under a key of its own. When the gateway refuses because of the intent's state, the intent is
/// retrieved.
pub(super) async fn cancel(state: &AppState, renewal: &RenewalRow, intent: &str) -> Option<Intent> {
    let key = format!("{}:cancel:{}", name(renewal), Uuid::new_v4().simple());
    let answer = match in_time(state, state.gateway.cancel(intent, &key)).await {
        Err(GatewayError::Refused { .. }) => in_time(state, state.gateway.retrieve(intent)).await,
        answer => answer,
    };
    answer
        .inspect_err(|error| {
            tracing::warn!(subscription = renewal.subscription, intent, %error, "a renewal's cancel has no answer");
        })
        .ok()
}

/// A call that ends, whatever the gateway's client does: one that hangs would keep its place from other renewals.
async fn in_time(
    state: &AppState,
    call: impl Future<Output = Result<Intent, GatewayError>>,
) -> Result<Intent, GatewayError> {
    let limit = state.config.gateway_timeout.saturating_add(CLIENT_SLACK);
    tokio::time::timeout(limit, call).await.unwrap_or(Err(GatewayError::Unknown))
}

fn retry_after(error: &GatewayError) -> Option<Duration> {
    match error {
        GatewayError::Busy { retry_after } => Some(*retry_after),
        _ => None,
    }
}
