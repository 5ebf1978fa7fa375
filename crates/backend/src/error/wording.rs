use axum::http::StatusCode;
use billing::QuoteError;
use contract::{Charged, ProblemCode};

/// The status, title and usual sentence of each code.
pub(super) const fn of(code: ProblemCode) -> (StatusCode, &'static str, &'static str) {
    use ProblemCode as P;
    use StatusCode as S;
    match code {
        P::SignedOut => (S::UNAUTHORIZED, "Signed out", "Sign in and try again."),
        P::CredentialsWrong => (S::UNAUTHORIZED, "Not signed in", "Wrong e-mail or password."),
        P::InvalidClient => {
            (S::UNAUTHORIZED, "Client authentication failed", "The client id or the client secret is wrong.")
        }
        P::UnauthorizedClient => (
            S::FORBIDDEN,
            "Client not allowed",
            "The client is not configured for this organization or this origin.",
        ),
        P::EmbedCodeInvalid => (
            S::UNAUTHORIZED,
            "Embed code invalid",
            "The code has expired, was used before, or is for another page. Request a new one.",
        ),
        P::StepUpRequired => (
            S::FORBIDDEN,
            "Sign-in required",
            "The last sign-in is more than 15 minutes ago. Sign in to the portal again, then pay.",
        ),
        P::RoleRequired => (
            S::FORBIDDEN,
            "Role required",
            "Only an Owner or a Billing Manager of the organization can do this.",
        ),
        P::NotFound => {
            (S::NOT_FOUND, "Not found", "There is nothing at this address, or you have no access to it.")
        }
        P::MethodNotAllowed => (
            S::METHOD_NOT_ALLOWED,
            "Method not allowed",
            "The Allow header lists the methods of this address.",
        ),
        P::OriginRefused => {
            (S::FORBIDDEN, "Origin refused", "The Origin header must name an origin of this service.")
        }
        P::UnsupportedMediaType => {
            (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", "The body must be application/json.")
        }
        P::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "Body too large", "The body must be at most 64 KiB."),
        P::RequestTimeout => {
            (S::REQUEST_TIMEOUT, "Request timeout", "The body did not arrive in time. Try again.")
        }
        P::BodyUnreadable => (S::BAD_REQUEST, "Body unreadable", "The body must be JSON in UTF-8."),
        P::BodyInvalid => {
            (S::UNPROCESSABLE_ENTITY, "Body invalid", "The body does not match the schema of this operation.")
        }
        P::CardNumberInText => (
            S::UNPROCESSABLE_ENTITY,
            "Card number in text",
            "A text field contains what looks like a card number. Remove it. Enter a card on the payment gateway's page only.",
        ),
        P::ParameterInvalid => (S::BAD_REQUEST, "Parameter invalid", "A parameter or header is malformed."),
        P::RateLimited => {
            (S::TOO_MANY_REQUESTS, "Too many attempts", "Try again after the time in Retry-After.")
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
            (S::CONFLICT, "Subscription canceled", "Reactivate the subscription before you upgrade it.")
        }
        P::SubscriptionPastDue => {
            (S::CONFLICT, "Subscription past due", "A renewal is unpaid. Replace the card, then upgrade.")
        }
        P::SubscriptionEnded => (S::CONFLICT, "Subscription ended", "The subscription has ended."),
        P::RenewalInProgress => (
            S::CONFLICT,
            "Renewal in progress",
            "The renewal is not complete yet. Try again after the time in Retry-After.",
        ),
        P::SubscriptionUnchanged => {
            (S::CONFLICT, "No change needed", "The subscription is already in this state.")
        }
        P::AmountAboveGatewayLimit => (
            S::UNPROCESSABLE_ENTITY,
            "Amount above the gateway's limit",
            "The amount is above the limit of one card payment.",
        ),
        P::AcknowledgementRequired => (
            S::UNPROCESSABLE_ENTITY,
            "Acknowledgement required",
            "Acknowledge that annual billing cannot be changed back to monthly before the term ends.",
        ),
        P::IdempotencyKeyMissing => {
            (S::BAD_REQUEST, "Idempotency key missing", "A payment requires the Idempotency-Key header.")
        }
        P::IdempotencyKeyInvalid => (
            S::BAD_REQUEST,
            "Idempotency key invalid",
            "Idempotency-Key must be one header of 1 to 255 visible ASCII characters.",
        ),
        P::IdempotencyConflict => (
            S::UNPROCESSABLE_ENTITY,
            "Idempotency key used",
            "This Idempotency-Key was used for another request. Use a new key for a new quote.",
        ),
        P::IfMatchMissing => (
            S::PRECONDITION_REQUIRED,
            "If-Match missing",
            "A payment requires If-Match with the version of its quote.",
        ),
        P::AttemptRunning => {
            (S::CONFLICT, "Request in progress", "The first request with this key is still running.")
        }
        P::AttemptOpen => {
            (S::CONFLICT, "Payment in progress", "Another payment for this subscription is not complete.")
        }
        P::AttemptUnknown => (
            S::NOT_FOUND,
            "No such attempt",
            "No payment with this key has arrived yet. Send the same request again, with the same key.",
        ),
        P::AttemptNotCancelable => {
            (S::CONFLICT, "Not cancelable", "The payment is complete or can no longer be canceled.")
        }
        P::QuoteInvalid => (
            S::UNPROCESSABLE_ENTITY,
            "Quote invalid",
            "This service did not issue this quote for this user and organization, or the quote was altered.",
        ),
        P::QuoteAlreadyPaid => {
            (S::CONFLICT, "Already paid", "This quote was already paid. The response contains the receipt.")
        }
        P::QuoteExpired => (S::GONE, "Quote expired", "The quote has expired. Check the new one."),
        P::QuoteStale => (S::CONFLICT, "Quote outdated", "The price has changed. Check the new quote."),
        P::VersionChanged => (
            S::PRECONDITION_FAILED,
            "Subscription changed",
            "The subscription has changed since the quote was made.",
        ),
        P::ExpectedDueMismatch => (
            S::UNPROCESSABLE_ENTITY,
            "Amount differs",
            "expectedDueMinor differs from the amount of the quote. Nothing was charged.",
        ),
        P::PaymentMethodMissing => {
            (S::UNPROCESSABLE_ENTITY, "Card missing", "An amount is due, so paymentMethodId is required.")
        }
        P::PaymentMethodExpired => {
            (S::UNPROCESSABLE_ENTITY, "Card expired", "The card has expired. Replace it.")
        }
        P::PaymentMethodChanged => {
            (S::CONFLICT, "Card changed", "paymentMethodId is not the card on file. Check the card first.")
        }
        P::PaymentMethodNotNeeded => {
            (S::UNPROCESSABLE_ENTITY, "No card needed", "Nothing is due, so paymentMethodId must be absent.")
        }
        P::PaymentMethodRefused => (
            S::UNPROCESSABLE_ENTITY,
            "Card refused",
            "The payment gateway does not have this card any more. Add a card.",
        ),
        P::ReturnInvalid => (
            S::UNPROCESSABLE_ENTITY,
            "Return path invalid",
            "The path is not a page of this organization in the app.",
        ),
        P::SetupUnfinished => (
            S::CONFLICT,
            "No card saved",
            "No card was saved on the payment gateway's page. Open the page again.",
        ),
        P::RenewalNotConfirmable => {
            (S::CONFLICT, "Nothing to confirm", "No renewal waits for the bank's confirmation.")
        }
        P::PaymentDeclined => {
            (S::PAYMENT_REQUIRED, "Payment declined", "The payment was declined. Nothing was charged.")
        }
        P::GatewayUnavailable => (
            S::SERVICE_UNAVAILABLE,
            "Payment gateway unavailable",
            "The payment gateway cannot be reached. Try again in a few minutes.",
        ),
        P::ServiceUnavailable => {
            (S::SERVICE_UNAVAILABLE, "Unavailable", "The service is temporarily unavailable. Try again soon.")
        }
        P::Quote(error) => quote(error),
        P::Internal | P::Unrecognized => {
            (S::INTERNAL_SERVER_ERROR, "Internal error", "The service failed. The request was not the cause.")
        }
    }
}

/// Whether this code alone proves that no money moved. If it does not, the caller sets the value or it stays unknown.
pub(super) const fn charged(code: ProblemCode) -> Charged {
    use ProblemCode as P;
    match code {
        // Refused before any payment exists, or by a call that has nothing to do with one.
        P::SignedOut
        | P::CredentialsWrong
        | P::InvalidClient
        | P::UnauthorizedClient
        | P::EmbedCodeInvalid
        | P::StepUpRequired
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
        | P::SetupUnfinished
        | P::ReturnInvalid
        | P::RenewalNotConfirmable
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
        Q::InvalidInput => "The parts of the upgrade contradict each other.",
        Q::UnknownCurrency => "The currency is unknown.",
        Q::SessionsOutOfRange => "The total must be from 1 to 10,000 sessions.",
        Q::PriceOutOfRange => "A price is out of range.",
        Q::AsOfBeforePeriod => "The current period has not started.",
        Q::PeriodElapsed => "The current period has ended.",
        Q::CycleDowngradeNotAllowed => "Annual billing cannot be changed to monthly before the term ends.",
        Q::SessionsDecreaseNotAllowed => "Sessions cannot be removed.",
        Q::NothingToUpgrade => "Neither the sessions nor the billing cycle change.",
        Q::TooManySegments => "There were too many upgrades in this period.",
        Q::PromoUnknown => "The promotion code is unknown.",
        Q::PromoNotStarted => "The promotion code is not valid yet.",
        Q::PromoExpired => "The promotion code is no longer valid.",
        Q::PromoCurrencyMismatch => "The promotion code is for another currency.",
        Q::PromoCycleMismatch => "The promotion code is not for this billing cycle.",
        Q::PromoMinSessions => "The promotion code requires more sessions.",
        Q::PromoExhausted => "The promotion code is used up.",
        Q::PromoAlreadyUsed => "The organization has already used the promotion code.",
        Q::AmountOverflow => "The amount is too large for this service.",
    };
    (StatusCode::UNPROCESSABLE_ENTITY, "Upgrade refused", detail)
}
