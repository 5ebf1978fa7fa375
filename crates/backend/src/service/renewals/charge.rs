use std::time::Duration;

use gateway::{Confirmation, DeclineReason, GatewayError, Intent, IntentStatus, NewIntent, Presence};
use uuid::Uuid;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::gateway_customer::{self, CustomerError};
use crate::store::renewals::{self, RenewalRow};

/// How much longer than the gateway client's timeout a call may take. The lease of a try includes it.
const CLIENT_SLACK: Duration = Duration::from_secs(1);

/// The outcome of one check of a try.
#[derive(Debug)]
pub(super) enum RenewalOutcome {
    /// The amount due was charged.
    Paid(Box<Intent>),
    /// Another amount was charged: a person must decide.
    Held(&'static str),
    /// Not charged, and this try never will be.
    NotPaid(Reason),
    /// The outcome is not known yet.
    Later {
        /// Whether a confirm request may have reached the gateway.
        confirm_sent: bool,
        /// The gateway's `Retry-After`.
        retry_after: Option<Duration>,
        /// Whether the gateway responded to the last call.
        is_answered: bool,
    },
    /// The gateway failed to create the intent, and would return the same response for the same key.
    CreateFailed {
        /// The gateway's `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// Another process took over the try.
    TakenOver,
}

/// Why a try did not charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The bank or the gateway declined the card.
    Declined(DeclineReason),
    /// The bank requires that a person confirms the payment. The intent is kept for that.
    ConfirmationRequired,
    /// No person confirmed the payment in time, and the intent was canceled.
    NotConfirmed,
    /// The gateway refused the request.
    Refused,
    /// The gateway canceled the intent without a response from the bank.
    Unanswered,
    /// A person released the try, and the gateway has canceled the intent.
    Released,
    /// A person released the try, and the gateway may keep a charge that must be refunded first.
    ChargeKept,
}

impl Reason {
    /// The value in the database.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Declined(reason) => reason.as_str(),
            Self::ConfirmationRequired => "confirmation_required",
            Self::NotConfirmed => "not_confirmed",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::Released => "released",
            Self::ChargeKept => "charge_kept",
        }
    }

    /// Whether the bank has declined the card, which reveals whether the card works.
    pub(super) const fn is_by_bank(self) -> bool {
        matches!(self, Self::Declined(_) | Self::ConfirmationRequired | Self::NotConfirmed)
    }

    /// Whether the same card may be retried automatically.
    pub(super) const fn allows_retry(self) -> bool {
        match self {
            Self::Declined(reason) => reason.allows_retry(),
            // The next charge could come before the refund.
            Self::ChargeKept => false,
            _ => true,
        }
    }
}

/// Charges one try, or finds its outcome. The confirm request is sent once. If the intent is still unconfirmed after
/// it, the intent is canceled. Only the gateway's `canceled` ends the try.
pub(super) async fn charge(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    wanted: bool,
) -> Result<RenewalOutcome, Refusal> {
    let result = match &renewal.intent_id {
        Some(intent) => with_timeout(state, state.gateway.retrieve(intent)).await,
        None => create_intent(state, organization, renewal).await?,
    };
    let intent = match result {
        Ok(intent) => intent,
        Err(error) => return Ok(outcome_without_intent(state, renewal, &error)),
    };
    let differs = !is_of(organization, renewal, &intent);
    if renewal.intent_id.is_none() && differs {
        state.alarms.raise(Alarm::IntentDiffers, &name(renewal), &intent.id);
    }
    let should_confirm =
        wanted && !renewal.confirm_sent && intent.status == IntentStatus::Unconfirmed && !differs;
    if renewal.intent_id.is_none() || should_confirm {
        let mut transaction = state.store.begin().await?;
        if !renewals::store_intent(&mut transaction, renewal, &intent.id, should_confirm).await? {
            return Ok(RenewalOutcome::TakenOver);
        }
        transaction.commit().await?;
    }
    if should_confirm {
        return Ok(confirm(state, organization, renewal, &intent).await);
    }
    Ok(settle(state, organization, renewal, intent, Origin::Read { wanted }).await)
}

/// Creates the intent of a try, and before it the customer of the organization.
async fn create_intent(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<Result<Intent, GatewayError>, Refusal> {
    let customer = match gateway_customer::ensure(state, organization).await {
        Ok(customer) => customer,
        Err(CustomerError::Gateway(error)) => return Ok(Err(error)),
        Err(CustomerError::Store(error)) => return Err(error.into()),
    };
    let new = new_intent(organization, renewal, customer);
    Ok(with_timeout(state, state.gateway.create_intent(&new)).await)
}

/// The name of the try at the gateway. Each try has its own keys.
pub(super) fn name(renewal: &RenewalRow) -> String {
    format!("{}:{}", renewal.name(), renewal.tries)
}

/// The intent of a try. Always the same for one try, because it is sent with the same idempotency key.
pub(super) fn new_intent(organization: i64, renewal: &RenewalRow, customer: String) -> NewIntent {
    let name = name(renewal);
    NewIntent {
        idempotency_key: format!("{name}:create"),
        customer,
        metadata: std::collections::BTreeMap::new(),
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

/// Whether an intent pays for a renewal, regardless of its amount.
pub(super) fn is_payment_of(organization: i64, renewal: &RenewalRow, intent: &Intent) -> bool {
    // Older intents carry the renewal's name without the number of the try.
    let has_name = intent.attempt == name(renewal) || intent.attempt.starts_with(&renewal.name());
    intent.currency == renewal.currency && intent.organization == organization && has_name
}

/// The outcome of a try whose intent could not be retrieved or created.
fn outcome_without_intent(state: &AppState, renewal: &RenewalRow, error: &GatewayError) -> RenewalOutcome {
    let subscription = &renewal.subscription;
    let (confirm_sent, retry_after) = (renewal.confirm_sent, error.retry_after());
    match (error, &renewal.intent_id) {
        (GatewayError::ServerError { retry_after }, None) => {
            tracing::warn!(subscription, "the gateway failed to create the intent of a renewal");
            return RenewalOutcome::CreateFailed { retry_after: *retry_after };
        }
        // Nothing is wrong with the card. The renewal waits for another key.
        (GatewayError::Unauthorized { .. }, _) => {
            state.alarms.raise(Alarm::RenewalRefused, subscription, error);
        }
        (error, None) if error.is_refusal() => {
            tracing::warn!(subscription, %error, "the gateway refused to create the intent of a renewal");
            // A new card resolves an unknown card. Any other refusal needs a person.
            if *error != GatewayError::CardUnknown {
                state.alarms.raise(Alarm::RenewalRefused, subscription, error);
            }
            return RenewalOutcome::NotPaid(Reason::Refused);
        }
        // An intent that cannot be found proves nothing. Only the gateway's `canceled` ends a try.
        (error, Some(intent)) if error.is_refusal() => {
            state.alarms.raise(Alarm::IntentNotFound, intent, error);
        }
        _ => tracing::warn!(subscription, %error, "the gateway did not respond to a request of a renewal"),
    }
    RenewalOutcome::Later { confirm_sent, retry_after, is_answered: false }
}

async fn confirm(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: &Intent,
) -> RenewalOutcome {
    let key = format!("{}:confirm", name(renewal));
    let confirmation = Confirmation {
        card_ref: renewal.card_ref.clone().unwrap_or_default(),
        presence: Presence::OffSession,
    };
    let error = match with_timeout(state, state.gateway.confirm(&intent.id, &confirmation, &key)).await {
        // If the intent is still unconfirmed, the gateway may still be processing the confirm request.
        Ok(answer) if answer.status == IntentStatus::Unconfirmed => GatewayError::Unknown,
        Ok(answer) => return settle(state, organization, renewal, answer, Origin::Confirm).await,
        Err(error) => error,
    };
    let subscription = &renewal.subscription;
    let confirm_sent = !matches!(error, GatewayError::Unreachable | GatewayError::Busy { .. });
    let later = RenewalOutcome::Later { confirm_sent, retry_after: error.retry_after(), is_answered: false };
    if !confirm_sent {
        tracing::warn!(subscription, %error, "a renewal's confirm request did not reach the gateway");
        return later;
    }
    let is_refused = error.is_refusal();
    tracing::warn!(subscription, %error, is_refused, "a renewal's confirm request has no outcome");
    if is_refused {
        state.alarms.raise(Alarm::RenewalRefused, subscription, &error);
    }
    match with_timeout(state, state.gateway.retrieve(&intent.id)).await {
        Ok(answer) if is_refused || answer.status != IntentStatus::Unconfirmed => {
            settle(state, organization, renewal, answer, Origin::Read { wanted: true }).await
        }
        Ok(_) | Err(_) => later,
    }
}

/// Where the gateway's view of an intent comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The response to a confirm request.
    Confirm,
    /// The intent was read. It may be older than a confirm request that is still running at the gateway.
    Read {
        /// Whether the try may still be charged.
        wanted: bool,
    },
}

/// The outcome, given the gateway's view of the intent. Cancels an intent that has not charged, unless a person may still
/// confirm it.
pub(super) async fn settle(
    state: &AppState,
    organization: i64,
    renewal: &RenewalRow,
    intent: Intent,
    origin: Origin,
) -> RenewalOutcome {
    let later = |is_answered| RenewalOutcome::Later { confirm_sent: true, retry_after: None, is_answered };
    let is_confirming = renewal.confirm_until.is_some_and(|until| state.clock.now() < until);
    let needs_person = intent.decline == Some(DeclineReason::AuthenticationRequired);
    let wanted = origin != Origin::Read { wanted: false };
    // After a person's confirmation, the gateway may still report the decline before it.
    let is_current = renewal.confirmations == 0 || origin == Origin::Confirm;
    match intent.status {
        IntentStatus::Succeeded => outcome_of_charge(organization, renewal, intent),
        IntentStatus::Canceled => RenewalOutcome::NotPaid(reason(&intent)),
        IntentStatus::Processing => later(true),
        IntentStatus::RequiresAction if wanted && is_confirming => later(true),
        IntentStatus::Declined if wanted && needs_person && is_current => {
            RenewalOutcome::NotPaid(Reason::ConfirmationRequired)
        }
        IntentStatus::Declined if wanted && needs_person && is_confirming => later(true),
        IntentStatus::Declined | IntentStatus::RequiresAction | IntentStatus::Unconfirmed => {
            match cancel(state, &name(renewal), &intent.id).await {
                Some(answer) if answer.status == IntentStatus::Succeeded => {
                    outcome_of_charge(organization, renewal, answer)
                }
                Some(answer) if answer.status == IntentStatus::Canceled => {
                    RenewalOutcome::NotPaid(reason(&intent))
                }
                answer => later(answer.is_some()),
            }
        }
    }
}

fn outcome_of_charge(organization: i64, renewal: &RenewalRow, intent: Intent) -> RenewalOutcome {
    if is_of(organization, renewal, &intent) {
        RenewalOutcome::Paid(Box::new(intent))
    } else {
        RenewalOutcome::Held("the gateway charged another amount than the renewal's")
    }
}

fn reason(intent: &Intent) -> Reason {
    match (intent.decline, intent.status) {
        // The intent is canceled, so nobody can confirm it any more.
        (Some(DeclineReason::AuthenticationRequired), _) | (None, IntentStatus::RequiresAction) => {
            Reason::NotConfirmed
        }
        (Some(decline), _) => Reason::Declined(decline),
        (None, IntentStatus::Declined) => Reason::Declined(DeclineReason::GenericDecline),
        (None, _) => Reason::Unanswered,
    }
}

/// Cancels an intent of an attempt with a new key. If the gateway refuses because of the intent's state, the intent is retrieved.
pub(super) async fn cancel(state: &AppState, attempt: &str, intent: &str) -> Option<Intent> {
    let key = format!("{attempt}:cancel:{}", Uuid::new_v4().simple());
    let answer = match with_timeout(state, state.gateway.cancel(intent, &key)).await {
        Err(error) if error.is_refusal() => with_timeout(state, state.gateway.retrieve(intent)).await,
        answer => answer,
    };
    answer
        .inspect_err(|error| {
            tracing::warn!(
                attempt,
                intent,
                %error,
                "a renewal's cancel request was not answered"
            );
        })
        .ok()
}

/// Limits the time of a gateway call, independently of the client's timeout, so that a stuck call does not block other
/// renewals.
async fn with_timeout(
    state: &AppState,
    call: impl Future<Output = Result<Intent, GatewayError>>,
) -> Result<Intent, GatewayError> {
    let limit = state.config.gateway_timeout.saturating_add(CLIENT_SLACK);
    tokio::time::timeout(limit, call).await.unwrap_or(Err(GatewayError::Unknown))
}
