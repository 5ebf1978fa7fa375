use std::fmt;

use billing::{Promotion, QuoteError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Attempt, Change, Charged, Decline, Receipt, SealedQuote, WhoCanAct};

macro_rules! problem_codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal,)+) => {
        /// The stable machine-readable code of an error response.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $($(#[doc = $doc])* $variant,)+
            /// An error of the proration engine.
            Quote(QuoteError),
            /// A code that this version of the crate does not define.
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
    /// The e-mail address or password is wrong.
    CredentialsWrong = "credentials_wrong",
    /// The client id or the client secret is wrong.
    InvalidClient = "invalid_client",
    /// The client is not configured for this organization or origin.
    UnauthorizedClient = "unauthorized_client",
    /// The embed code has expired, was used before, or was issued for another page.
    EmbedCodeInvalid = "embed_code_invalid",
    /// The person must sign in to the portal again before they pay.
    StepUpRequired = "step_up_required",
    /// The person's role in this organization does not permit the request.
    RoleRequired = "role_required",
    /// The resource does not exist, or the person may not see it.
    NotFound = "not_found",
    /// The path does not support this method.
    MethodNotAllowed = "method_not_allowed",
    /// Pages from this origin may not change data.
    OriginRefused = "origin_refused",
    /// The body must be `application/json`.
    UnsupportedMediaType = "unsupported_media_type",
    /// The body is too large.
    BodyTooLarge = "body_too_large",
    /// The body was not received before the timeout.
    RequestTimeout = "request_timeout",
    /// The body is not UTF-8 JSON.
    BodyUnreadable = "body_unreadable",
    /// The body is JSON, but does not match the schema.
    BodyInvalid = "body_invalid",
    /// A text field contains a possible card number.
    CardNumberInText = "card_number_in_text",
    /// A query parameter or header is malformed.
    ParameterInvalid = "parameter_invalid",
    /// Too many requests. Retry after the time in `Retry-After`.
    RateLimited = "rate_limited",
    /// Too many payments were declined. Retry after the time in `Retry-After`.
    TooManyDeclines = "too_many_declines",
    /// Too many cards were submitted. Retry after the time in `Retry-After`.
    TooManyCards = "too_many_cards",
    /// The subscription is canceled. Reactivate it first.
    SubscriptionCanceled = "subscription_canceled",
    /// A renewal is unpaid. Replace the card first.
    SubscriptionPastDue = "subscription_past_due",
    /// The subscription has ended.
    SubscriptionEnded = "subscription_ended",
    /// A renewal is due and not booked yet. Retry after the time in `Retry-After`.
    RenewalInProgress = "renewal_in_progress",
    /// The subscription is already in the requested state.
    SubscriptionUnchanged = "subscription_unchanged",
    /// The amount exceeds the gateway's limit for one charge.
    AmountAboveGatewayLimit = "amount_above_gateway_limit",
    /// The buyer must confirm the annual commitment with `acknowledgedOneWay`.
    AcknowledgementRequired = "acknowledgement_required",
    /// The `Idempotency-Key` header is missing.
    IdempotencyKeyMissing = "idempotency_key_missing",
    /// The idempotency key is not 1 to 255 visible ASCII characters.
    IdempotencyKeyInvalid = "idempotency_key_invalid",
    /// The idempotency key was used with another body.
    IdempotencyConflict = "idempotency_conflict",
    /// The `If-Match` header is missing.
    IfMatchMissing = "if_match_missing",
    /// The first request with this idempotency key is still in progress.
    AttemptRunning = "attempt_running",
    /// Another payment attempt is in progress.
    AttemptOpen = "attempt_open",
    /// No payment attempt has this idempotency key.
    AttemptUnknown = "attempt_unknown",
    /// The payment attempt has ended or can no longer be canceled.
    AttemptNotCancelable = "attempt_not_cancelable",
    /// The quote was altered, or belongs to another person or service.
    QuoteInvalid = "quote_invalid",
    /// The quote has already been paid.
    QuoteAlreadyPaid = "quote_already_paid",
    /// The quote has expired.
    QuoteExpired = "quote_expired",
    /// Pricing the same target again returns a different result.
    QuoteStale = "quote_stale",
    /// The subscription changed after the quote was created.
    VersionChanged = "version_changed",
    /// `expectedDueMinor` differs from the amount due of the quote.
    ExpectedDueMismatch = "expected_due_mismatch",
    /// A card is required.
    PaymentMethodMissing = "payment_method_missing",
    /// The card has expired.
    PaymentMethodExpired = "payment_method_expired",
    /// The card on file has changed.
    PaymentMethodChanged = "payment_method_changed",
    /// Nothing is due, so the request must not contain a card.
    PaymentMethodNotNeeded = "payment_method_not_needed",
    /// The path to return to is not a page of the organization.
    ReturnInvalid = "return_invalid",
    /// No card was saved on the gateway's page, and none will be.
    SetupUnfinished = "setup_unfinished",
    /// The gateway does not have the card any more.
    PaymentMethodRefused = "payment_method_refused",
    /// No renewal waits for the bank's confirmation.
    RenewalNotConfirmable = "renewal_not_confirmable",
    /// The bank or the card network declined the charge.
    PaymentDeclined = "payment_declined",
    /// The gateway is unavailable.
    GatewayUnavailable = "gateway_unavailable",
    /// The service is temporarily unavailable.
    ServiceUnavailable = "service_unavailable",
    /// Internal error of the service.
    Internal = "internal_error",
}

impl ProblemCode {
    /// Returns the value used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quote(error) => error.code(),
            named => {
                Self::NAMED.iter().find(|(code, _)| *code == named).map_or("unrecognized", |(_, text)| *text)
            }
        }
    }

    /// Returns every code. One error of the proration engine represents all of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = [Self::Quote(QuoteError::InvalidInput), Self::Unrecognized];
        Self::NAMED.iter().map(|(code, _)| *code).chain(others)
    }

    /// Parses the value used in JSON. Unknown values are `Unrecognized`.
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

/// An invalid field of the request body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// Dotted path of the field, for example `target.sessions`.
    pub path: String,
    /// A stable machine-readable code.
    pub code: String,
}

/// An error response, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A URI reference that identifies the kind of error.
    pub r#type: String,
    /// A short description of the kind of error.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(minimum = 400, maximum = 599))]
    pub status: u16,
    /// A description of this error.
    pub detail: String,
    /// The stable machine-readable code.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: ProblemCode,
    /// Whether money moved. `no` only if the gateway confirmed it or no intent exists at the gateway.
    pub charged: Charged,
    /// Id of the request in the service's log.
    pub request_id: String,
    /// The invalid fields of the request body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// A new quote that replaces the refused one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<SealedQuote>>,
    /// The receipt, if the quote has already been paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Box<Receipt>>,
    /// The related payment attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<Box<Attempt>>,
    /// The change of the subscription after the quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Box<Change>>,
    /// Why the charge was declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
    /// The terms, without counters, of a promotion code that is valid for other sessions or another cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub promotion: Option<Box<Promotion>>,
    /// People with the required permission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who_can_act: Vec<WhoCanAct>,
    /// The end of the annual term, from which a change to monthly is possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub possible_from: Option<billing::Instant>,
}
