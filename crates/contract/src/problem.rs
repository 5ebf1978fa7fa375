use std::fmt;

use billing::{Promotion, QuoteError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Attempt, Change, Charged, Decline, Receipt, SealedQuote, WhoCanAct};

macro_rules! problem_codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal,)+) => {
        /// The stable machine-readable code of a refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $($(#[doc = $doc])* $variant,)+
            /// A refusal of the proration engine.
            Quote(QuoteError),
            /// A code this build does not know.
            Unrecognized,
        }

        impl ProblemCode {
            const NAMED: &[(Self, &'static str)] = &[$((Self::$variant, $code),)+];
        }
    };
}

problem_codes! {
    /// No valid session.
    SignedOut = "signed_out",
    /// E-mail and password do not belong together.
    CredentialsWrong = "credentials_wrong",
    /// The person's role in this organization may not do this.
    RoleRequired = "role_required",
    /// Unknown, or not the reader's to know.
    NotFound = "not_found",
    /// The path takes other methods.
    MethodNotAllowed = "method_not_allowed",
    /// The calling page's origin may not change anything.
    OriginRefused = "origin_refused",
    /// A body must be `application/json`.
    UnsupportedMediaType = "unsupported_media_type",
    /// The body is too large.
    BodyTooLarge = "body_too_large",
    /// The body did not arrive in time.
    RequestTimeout = "request_timeout",
    /// The body is not JSON in UTF-8.
    BodyUnreadable = "body_unreadable",
    /// The body is JSON of another form.
    BodyInvalid = "body_invalid",
    /// A text field contains what looks like a card number.
    CardNumberInText = "card_number_in_text",
    /// A query parameter or header is malformed.
    ParameterInvalid = "parameter_invalid",
    /// Too many tries; `Retry-After` says when again.
    RateLimited = "rate_limited",
    /// Too many payments were declined; `Retry-After` says when the next one is possible.
    TooManyDeclines = "too_many_declines",
    /// Too many cards were submitted; `Retry-After` says when the next one is possible.
    TooManyCards = "too_many_cards",
    /// The subscription is canceled: reactivate it first.
    SubscriptionCanceled = "subscription_canceled",
    /// A renewal is unpaid: replace the card first.
    SubscriptionPastDue = "subscription_past_due",
    /// The subscription is over.
    SubscriptionEnded = "subscription_ended",
    /// A renewal is due and not booked yet; `Retry-After` says when to try again.
    RenewalInProgress = "renewal_in_progress",
    /// The subscription is already in that state.
    SubscriptionUnchanged = "subscription_unchanged",
    /// More than the gateway charges at once.
    AmountAboveGatewayLimit = "amount_above_gateway_limit",
    /// Annual cannot go back: the buyer must say they know.
    AcknowledgementRequired = "acknowledgement_required",
    /// No idempotency key.
    IdempotencyKeyMissing = "idempotency_key_missing",
    /// An idempotency key is 1 to 255 visible ASCII characters.
    IdempotencyKeyInvalid = "idempotency_key_invalid",
    /// The key was used with another body.
    IdempotencyConflict = "idempotency_conflict",
    /// No `If-Match`.
    IfMatchMissing = "if_match_missing",
    /// The first request with this key is still running.
    AttemptRunning = "attempt_running",
    /// Another attempt has not ended.
    AttemptOpen = "attempt_open",
    /// No attempt has this key.
    AttemptUnknown = "attempt_unknown",
    /// The attempt has ended or cannot be given up any more.
    AttemptNotCancelable = "attempt_not_cancelable",
    /// The quote is not this service's, this person's or unaltered.
    QuoteInvalid = "quote_invalid",
    /// The quote was paid.
    QuoteAlreadyPaid = "quote_already_paid",
    /// The quote no longer holds.
    QuoteExpired = "quote_expired",
    /// The quote no longer comes out the same.
    QuoteStale = "quote_stale",
    /// The subscription changed since the quote.
    VersionChanged = "version_changed",
    /// The amount the buyer saw is not the quote's.
    ExpectedDueMismatch = "expected_due_mismatch",
    /// A card is needed.
    PaymentMethodMissing = "payment_method_missing",
    /// The card has expired.
    PaymentMethodExpired = "payment_method_expired",
    /// Another card is on file now.
    PaymentMethodChanged = "payment_method_changed",
    /// Nothing is due, so no card may be named.
    PaymentMethodNotNeeded = "payment_method_not_needed",
    /// The gateway does not know the token.
    PaymentMethodRefused = "payment_method_refused",
    /// The bank or card refused.
    PaymentDeclined = "payment_declined",
    /// The gateway cannot be reached; nothing was charged.
    GatewayUnavailable = "gateway_unavailable",
    /// The service cannot answer now.
    ServiceUnavailable = "service_unavailable",
    /// A fault of the service.
    Internal = "internal_error",
}

impl ProblemCode {
    /// The code as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote(error) => error.code(),
            named => {
                Self::NAMED.iter().find(|(code, _)| *code == named).map_or("unrecognized", |(_, text)| *text)
            }
        }
    }

    /// Every code, with one of the proration engine for all of its codes.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = [Self::Quote(QuoteError::InvalidInput), Self::Unrecognized];
        Self::NAMED.iter().map(|(code, _)| *code).chain(others)
    }

    /// The code a text stands for.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let named = Self::NAMED.iter().find(|(_, name)| *name == text).map(|(code, _)| *code);
        named.or_else(|| QuoteError::from_code(text).map(Self::Quote)).unwrap_or(Self::Unrecognized)
    }
}

impl From<QuoteError> for ProblemCode {
    fn from(error: QuoteError) -> Self {
        Self::Quote(error)
    }
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ProblemCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::parse(&text))
    }
}

/// One field that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// Dotted path of the field, for example `target.sessions`.
    pub path: String,
    /// A stable code.
    pub code: String,
}

/// A refusal, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI reference that names the kind of problem.
    pub r#type: String,
    /// A short sentence for the kind of problem.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(minimum = 400, maximum = 599))]
    pub status: u16,
    /// A sentence for this occurrence.
    pub detail: String,
    /// The stable code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ProblemCode,
    /// Whether money moved. `no` only where the gateway's own answer or the absence of any intent proves it.
    pub charged: Charged,
    /// Names the request in the service's log.
    pub request_id: String,
    /// Fields that could not be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// A fresh quote in place of the one refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<SealedQuote>>,
    /// The receipt of what was already paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Box<Receipt>>,
    /// The attempt concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Box<Attempt>>,
    /// What somebody else changed meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Box<Change>>,
    /// Why the charge was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
    /// The terms of a code that is refused only for these sessions or this cycle, without its counters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub promotion: Option<Box<Promotion>>,
    /// Who may do it instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who_can_act: Vec<WhoCanAct>,
    /// When monthly becomes possible, on a refused way back from annual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub possible_from: Option<billing::Instant>,
}
