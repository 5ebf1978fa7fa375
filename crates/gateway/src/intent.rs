use std::collections::BTreeMap;

use billing::Instant;
use serde::{Deserialize, Serialize};

/// The gateway's record of one payment. It charges at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The gateway's id.
    pub id: String,
    /// The status.
    pub status: IntentStatus,
    /// The amount to charge, or the charged amount of a succeeded intent, in minor units of `currency`.
    pub amount_minor: i64,
    /// The ISO 4217 currency code.
    pub currency: String,
    /// The organization that pays.
    pub organization: i64,
    /// The attempt that it pays for.
    pub attempt: String,
    /// The reason of the last decline. Usually kept when the declined intent is canceled.
    pub decline: Option<DeclineReason>,
    /// The bank's page while the status is [`RequiresAction`](IntentStatus::RequiresAction). It returns to the
    /// `return_url` of the confirmation.
    pub confirmation_url: Option<String>,
    /// The customer that pays.
    pub customer: Option<String>,
    /// The card. `None` after a decline.
    pub card_ref: Option<String>,
    /// The id of the last charge, declined charges included.
    pub charge: Option<String>,
    /// The time of creation.
    pub created: Instant,
    /// Everything that was stored with the intent.
    pub metadata: BTreeMap<String, String>,
}

/// Why a payment was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// The account does not cover the amount.
    InsufficientFunds,
    /// The card had expired when it was charged.
    ExpiredCard,
    /// The bank requires that the person confirms, but the payment was made without the person. Confirm the same
    /// intent again with [`Presence::OnSession`].
    AuthenticationRequired,
    /// The bank's confirmation failed.
    ConfirmationFailed,
    /// The person refused on the bank's page.
    ConfirmationRefused,
    /// The card was reported lost.
    LostCard,
    /// The card was reported stolen.
    StolenCard,
    /// The bank advises not to try this card again.
    DoNotTryAgain,
    /// The bank gives no reason, or one that this service does not distinguish.
    #[serde(other)]
    GenericDecline,
}

impl DeclineReason {
    /// The value in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsufficientFunds => "insufficient_funds",
            Self::ExpiredCard => "expired_card",
            Self::AuthenticationRequired => "authentication_required",
            Self::ConfirmationFailed => "confirmation_failed",
            Self::ConfirmationRefused => "confirmation_refused",
            Self::LostCard => "lost_card",
            Self::StolenCard => "stolen_card",
            Self::DoNotTryAgain => "do_not_try_again",
            Self::GenericDecline => "generic_decline",
        }
    }

    /// Whether the same card may be charged again later.
    #[must_use]
    pub const fn allows_retry(self) -> bool {
        !matches!(self, Self::LostCard | Self::StolenCard | Self::DoNotTryAgain)
    }
}

/// A payment to create, unconfirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntent {
    /// `{attempt}:create`. A repeated request with the same key and content returns the same response.
    pub idempotency_key: String,
    /// The customer that pays.
    pub customer: String,
    /// The card's [`Card::card_ref`](super::Card::card_ref).
    pub card_ref: String,
    /// The amount to charge, in minor units of `currency`, above 0.
    pub amount_minor: i64,
    /// The ISO 4217 currency code.
    pub currency: String,
    /// The organization that pays.
    pub organization: i64,
    /// The attempt, stored with the intent so that a list of intents can be matched.
    pub attempt: String,
    /// More to store with the intent. The keys `deployment`, `organization` and `attempt` are added.
    pub metadata: BTreeMap<String, String>,
}

/// How an intent is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The card to charge.
    pub card_ref: String,
    /// Whether the person is present.
    pub presence: Presence,
}

/// Whether the person is present when an intent is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The person can confirm on the bank's page, which returns to `return_url`.
    OnSession {
        /// An address of this service.
        return_url: String,
    },
    /// Nobody is present. If the bank requires a confirmation, the payment is declined with
    /// [`DeclineReason::AuthenticationRequired`].
    OffSession,
}

/// The status of a payment at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntentStatus {
    /// Created. It cannot charge before it is confirmed.
    Unconfirmed,
    /// Confirmed, but the gateway has no outcome yet.
    Processing,
    /// The person must first confirm the payment with the bank.
    RequiresAction,
    /// Charged. Final.
    Succeeded,
    /// Not charged, and never will be, unless it is confirmed again. It can still be canceled.
    Declined,
    /// Not charged, and never will be. Final.
    Canceled,
}
