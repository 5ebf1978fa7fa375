use axum::http::StatusCode;
use billing::QuoteError;
use contract::{Charged, ProblemCode};

/// The status, title and usual sentence of each code.
pub(super) const fn of(code: ProblemCode) -> (StatusCode, &'static str, &'static str) {
    use ProblemCode as P;
    use StatusCode as S;
    match code {
        P::SignedOut => (S::UNAUTHORIZED, "Signed out", "Sign in and try again."),
        P::CredentialsWrong => {
            (S::UNAUTHORIZED, "Not signed in", "E-mail address and password do not belong together.")
        }
        P::RoleRequired => (
            S::FORBIDDEN,
            "Role required",
            "Only an Owner or Billing Manager of the organization may do this.",
        ),
        P::NotFound => (S::NOT_FOUND, "Not found", "There is nothing here, or it is not yours to see."),
        P::MethodNotAllowed => {
            (S::METHOD_NOT_ALLOWED, "Method not allowed", "This address takes other methods; see Allow.")
        }
        P::OriginRefused => {
            (S::FORBIDDEN, "Origin refused", "A change must be asked for by a page of this service.")
        }
        P::UnsupportedMediaType => {
            (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", "The body must be application/json.")
        }
        P::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "Body too large", "A body is at most 64 KiB."),
        P::RequestTimeout => {
            (S::REQUEST_TIMEOUT, "Request timeout", "The body did not arrive in time. Try again.")
        }
        P::BodyUnreadable => (S::BAD_REQUEST, "Body unreadable", "The body is not JSON in UTF-8."),
        P::BodyInvalid => {
            (S::UNPROCESSABLE_ENTITY, "Body invalid", "The body does not have the form this address takes.")
        }
        P::CardNumberInText => (
            S::UNPROCESSABLE_ENTITY,
            "Card number in text",
            "A text field contains what looks like a card number. Remove it; cards are entered on the payment page only.",
        ),
        P::ParameterInvalid => (S::BAD_REQUEST, "Parameter invalid", "A parameter or header is malformed."),
        P::RateLimited => {
            (S::TOO_MANY_REQUESTS, "Too many attempts", "Wait, then try again; see Retry-After.")
        }
        P::TooManyDeclines => (
            S::TOO_MANY_REQUESTS,
            "Too many declined payments",
            "Too many payments were declined. You were not charged. Try again after the time in Retry-After.",
        ),
        P::TooManyCards => (
            S::TOO_MANY_REQUESTS,
            "Too many cards",
            "Too many cards were submitted. The card on file is unchanged. Try again later.",
        ),
        P::SubscriptionCanceled => {
            (S::CONFLICT, "Subscription canceled", "Reactivate the subscription, then upgrade it.")
        }
        P::SubscriptionPastDue => {
            (S::CONFLICT, "Subscription past due", "A renewal is unpaid: replace the card, then upgrade.")
        }
        P::SubscriptionEnded => (S::CONFLICT, "Subscription ended", "The subscription is over."),
        P::RenewalInProgress => (
            S::CONFLICT,
            "Renewal in progress",
            "The renewal is not complete yet. Try again when it is; see Retry-After.",
        ),
        P::SubscriptionUnchanged => {
            (S::CONFLICT, "Nothing to change", "The subscription is already in that state.")
        }
        P::AmountAboveGatewayLimit => (
            S::UNPROCESSABLE_ENTITY,
            "Amount above the gateway's limit",
            "The amount is more than one card payment can carry.",
        ),
        P::AcknowledgementRequired => (
            S::UNPROCESSABLE_ENTITY,
            "Acknowledgement required",
            "Annual cannot go back to monthly before its end: acknowledge that to go on.",
        ),
        P::IdempotencyKeyMissing => {
            (S::BAD_REQUEST, "Idempotency key missing", "A payment needs an Idempotency-Key.")
        }
        P::IdempotencyKeyInvalid => (
            S::BAD_REQUEST,
            "Idempotency key invalid",
            "An Idempotency-Key is one header of 1 to 255 visible ASCII characters.",
        ),
        P::IdempotencyConflict => (
            S::UNPROCESSABLE_ENTITY,
            "Idempotency key used",
            "This Idempotency-Key was used for another request: make a new one for a new quote.",
        ),
        P::IfMatchMissing => {
            (S::PRECONDITION_REQUIRED, "If-Match missing", "A payment names the version it was quoted for.")
        }
        P::AttemptRunning => {
            (S::CONFLICT, "Still running", "The first request with this key is still running.")
        }
        P::AttemptOpen => (
            S::CONFLICT,
            "A payment is under way",
            "Another payment for this subscription has not ended yet.",
        ),
        P::AttemptUnknown => (
            S::NOT_FOUND,
            "No such attempt",
            "No payment with this key has arrived yet. Send the same request again, with the same key.",
        ),
        P::AttemptNotCancelable => {
            (S::CONFLICT, "Not cancelable", "The payment has ended or cannot be given up any more.")
        }
        P::QuoteInvalid => {
            (S::UNPROCESSABLE_ENTITY, "Quote invalid", "This is not a quote made here for you.")
        }
        P::QuoteAlreadyPaid => {
            (S::CONFLICT, "Already paid", "This quote was already paid. The response contains the receipt.")
        }
        P::QuoteExpired => (S::GONE, "Quote expired", "The price no longer holds: look at the new one."),
        P::QuoteStale => (S::CONFLICT, "Quote outdated", "The price has changed: look at the new one."),
        P::VersionChanged => {
            (S::PRECONDITION_FAILED, "Subscription changed", "Somebody changed the subscription meanwhile.")
        }
        P::ExpectedDueMismatch => (
            S::UNPROCESSABLE_ENTITY,
            "Another amount",
            "The amount you saw is not the quote's; nothing was charged.",
        ),
        P::PaymentMethodMissing => {
            (S::UNPROCESSABLE_ENTITY, "Card missing", "Something is due: name the card.")
        }
        P::PaymentMethodExpired => {
            (S::UNPROCESSABLE_ENTITY, "Card expired", "The card has expired: replace it.")
        }
        P::PaymentMethodChanged => {
            (S::CONFLICT, "Another card", "Another card is on file now: look at it first.")
        }
        P::PaymentMethodNotNeeded => {
            (S::UNPROCESSABLE_ENTITY, "No card needed", "Nothing is due, so no card may be named.")
        }
        P::PaymentMethodRefused => {
            (S::UNPROCESSABLE_ENTITY, "Card refused", "The payment gateway does not know this card.")
        }
        P::PaymentDeclined => {
            (S::PAYMENT_REQUIRED, "Payment declined", "The payment was declined; nothing was charged.")
        }
        P::GatewayUnavailable => (
            S::SERVICE_UNAVAILABLE,
            "Payment gateway unavailable",
            "The payment gateway cannot be reached. Try again in a few minutes.",
        ),
        P::ServiceUnavailable => {
            (S::SERVICE_UNAVAILABLE, "Unavailable", "The service cannot answer now: try again soon.")
        }
        P::Quote(error) => quote(error),
        P::Internal | P::Unrecognized => {
            (S::INTERNAL_SERVER_ERROR, "Internal error", "Something went wrong here, not with your request.")
        }
    }
}

/// Whether a refusal with this code means by itself that no money moved. Elsewhere the caller knows, or nobody does.
pub(super) const fn charged(code: ProblemCode) -> Charged {
    use ProblemCode as P;
    match code {
        // Refused before any payment exists, or by a call that has nothing to do with one.
        P::SignedOut
        | P::CredentialsWrong
        | P::RoleRequired
        | P::NotFound
        | P::MethodNotAllowed
        | P::OriginRefused
        | P::UnsupportedMediaType
        | P::BodyTooLarge
        | P::BodyUnreadable
        | P::BodyInvalid
        | P::CardNumberInText
        | P::ParameterInvalid
        | P::RateLimited
        | P::RequestTimeout
        | P::TooManyDeclines
        | P::TooManyCards
        | P::SubscriptionCanceled
        | P::SubscriptionPastDue
        | P::SubscriptionEnded
        | P::RenewalInProgress
        | P::SubscriptionUnchanged
        | P::AmountAboveGatewayLimit
        | P::AcknowledgementRequired
        | P::IdempotencyKeyMissing
        | P::IdempotencyKeyInvalid
        | P::IfMatchMissing
        | P::QuoteInvalid
        | P::QuoteExpired
        | P::QuoteStale
        | P::VersionChanged
        | P::ExpectedDueMismatch
        | P::PaymentMethodMissing
        | P::PaymentMethodExpired
        | P::PaymentMethodChanged
        | P::PaymentMethodNotNeeded
        | P::PaymentMethodRefused
        | P::Quote(_) => Charged::No,
        // Each concerns a payment that may have been charged, or a fault that may have followed a charge.
        P::IdempotencyConflict
        | P::AttemptRunning
        | P::AttemptOpen
        | P::AttemptUnknown
        | P::AttemptNotCancelable
        | P::QuoteAlreadyPaid
        | P::PaymentDeclined
        | P::GatewayUnavailable
        | P::ServiceUnavailable
        | P::Internal
        | P::Unrecognized => Charged::Unknown,
    }
}

const fn quote(error: QuoteError) -> (StatusCode, &'static str, &'static str) {
    use QuoteError as Q;
    let detail = match error {
        Q::InvalidInput => "The order contradicts itself.",
        Q::UnknownCurrency => "The currency is not a known one.",
        Q::SessionsOutOfRange => "Total sessions are 1 to 10,000.",
        Q::PriceOutOfRange => "A price is out of range.",
        Q::AsOfBeforePeriod => "The current period has not begun.",
        Q::PeriodElapsed => "The current period has ended.",
        Q::CycleDowngradeNotAllowed => "Annual cannot become monthly before its end.",
        Q::SessionsDecreaseNotAllowed => "Sessions cannot go down.",
        Q::NothingToUpgrade => "Sessions and billing cycle stay as they are.",
        Q::TooManySegments => "There were too many upgrades in this period.",
        Q::PromoUnknown => "The promotion code is unknown.",
        Q::PromoNotStarted => "The promotion code is not valid yet.",
        Q::PromoExpired => "The promotion code is no longer valid.",
        Q::PromoCurrencyMismatch => "The promotion code is for another currency.",
        Q::PromoCycleMismatch => "The promotion code is not for this billing cycle.",
        Q::PromoMinSessions => "The promotion code asks for more sessions.",
        Q::PromoExhausted => "The promotion code is used up.",
        Q::PromoAlreadyUsed => "The organization has used the promotion code.",
        Q::AmountOverflow => "The amount is larger than this service handles.",
    };
    (StatusCode::UNPROCESSABLE_ENTITY, "Order refused", detail)
}
