//! The one place that picks words, tone and whether Retry is offered for a failed call.

use billing::QuoteError;
use contract::{Charged, ProblemCode};

use super::{Notice, Tone, upgrade};
use crate::api::ApiError;

/// What to show when a call failed.
#[must_use]
pub fn notice_for(error: &ApiError) -> Notice {
    let plain = |title: &str, body: &str, retry| Notice {
        tone: Tone::Error,
        title: title.to_owned(),
        body: body.to_owned(),
        retry,
        reference: None,
    };
    match error {
        ApiError::Offline => plain(
            "The billing service cannot be reached",
            "Check your connection and try again. What you entered is still here.",
            true,
        ),
        ApiError::Timeout => plain(
            "The billing service is not answering",
            "It took too long. What you entered is still here; try again in a moment.",
            true,
        ),
        ApiError::SignedOut => {
            plain("You are signed out", "Sign in again; you come back to this page.", false)
        }
        ApiError::Malformed => plain(
            "The answer could not be read",
            "The billing service answered in an unexpected way. Try again; if it goes on, ask for help.",
            true,
        ),
        ApiError::Refused(refusal) => notice_for_refusal(refusal.code, refusal.charged, &refusal.request_id),
    }
}

/// What to show when the service refused.
#[must_use]
pub fn notice_for_refusal(code: ProblemCode, charged: Charged, request_id: &str) -> Notice {
    let Words { tone, title, body, retry, money } = words(code);
    let body = match (money, charged) {
        (false, _) => body.to_owned(),
        (true, Charged::No) => format!("{body} You were not charged."),
        (true, Charged::Yes) => format!("{body} The payment went through once; do not pay again."),
        (true, Charged::Unknown) => {
            format!("{body} Whether money moved is being found out; do not pay again.")
        }
    };
    // A reference helps only where somebody has to look into it.
    let looked_into = matches!(code, ProblemCode::Internal | ProblemCode::Unrecognized);
    let reference = looked_into.then(|| request_id.to_owned()).filter(|id| !id.is_empty());
    Notice { tone, title: title.to_owned(), body, retry, reference }
}

struct Words {
    tone: Tone,
    title: &'static str,
    body: &'static str,
    retry: bool,
    /// Whether the sentence about money belongs here.
    money: bool,
}

const fn failed(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Error, title, body, retry: false, money: false }
}

const fn attention(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Warning, ..failed(title, body) }
}

const fn paying(title: &'static str, body: &'static str) -> Words {
    Words { money: true, ..failed(title, body) }
}

const fn passing(title: &'static str, body: &'static str) -> Words {
    Words { retry: true, ..failed(title, body) }
}

fn words(code: ProblemCode) -> Words {
    match code {
        ProblemCode::SignedOut => failed("You are signed out", "Sign in again; you come back to this page."),
        ProblemCode::CredentialsWrong => failed(
            "That did not work",
            "E-mail and password do not belong together. Check both and try again.",
        ),
        ProblemCode::RoleRequired => failed(
            "Not with your role",
            "Only an Owner or a Billing Manager of this organization may do this.",
        ),
        ProblemCode::NotFound => failed(
            "Not found",
            "It does not exist, or it belongs to an organization you are not a member of.",
        ),
        ProblemCode::RateLimited => {
            attention("Too many tries", "Wait a minute, then try again. What you entered is still here.")
        }
        ProblemCode::SubscriptionCanceled => attention(
            "Automatic renewal is off",
            "The subscription runs to its end. Reactivate it on the TestCloud Subscription page, then upgrade.",
        ),
        ProblemCode::SubscriptionPastDue => attention(
            "The last renewal is unpaid",
            "Replace the card on the TestCloud Subscription page; the renewal is then tried again.",
        ),
        ProblemCode::SubscriptionEnded => {
            attention("This subscription has ended", "It cannot be changed any more. Ask for a new one.")
        }
        ProblemCode::SubscriptionUnchanged => attention(
            "Nothing to change",
            "The subscription is already that way. Reload the page to see it as it is.",
        ),
        ProblemCode::AmountAboveGatewayLimit => paying(
            "The amount is above what can be charged at once",
            "Take fewer sessions in one step, or ask for an invoice.",
        ),
        ProblemCode::AcknowledgementRequired => paying(
            "One tick is missing",
            "Confirm that annual billing cannot go back to monthly before its end.",
        ),
        ProblemCode::AttemptRunning | ProblemCode::AttemptOpen => Words {
            tone: Tone::Warning,
            ..paying(
                "A payment is under way",
                "Wait until it has ended; another one cannot begin before that.",
            )
        },
        ProblemCode::AttemptUnknown => {
            paying("This payment never reached us", "Get a new price and pay that.")
        }
        ProblemCode::AttemptNotCancelable => attention(
            "This payment can no longer be given up",
            "It has ended, or the bank is already deciding on it.",
        ),
        ProblemCode::QuoteAlreadyPaid => Words {
            tone: Tone::Info,
            ..paying("This price was paid already", "The receipt is on the TestCloud Subscription page.")
        },
        ProblemCode::QuoteExpired => Words {
            tone: Tone::Warning,
            ..paying("This price no longer holds", "Check the new one before you pay.")
        },
        ProblemCode::QuoteStale | ProblemCode::ExpectedDueMismatch => Words {
            tone: Tone::Warning,
            ..paying("The price has changed", "Check the new one before you pay.")
        },
        ProblemCode::VersionChanged => Words {
            tone: Tone::Warning,
            ..paying(
                "The subscription was changed meanwhile",
                "Check what is left to upgrade before you pay.",
            )
        },
        ProblemCode::PaymentMethodMissing => paying("A card is needed", "Add one, then pay."),
        ProblemCode::PaymentMethodExpired => paying("The card has expired", "Use another one, then pay."),
        ProblemCode::PaymentMethodChanged => {
            paying("The card on file was replaced", "Check which card is charged now, then pay.")
        }
        ProblemCode::PaymentMethodRefused => failed(
            "The card could not be saved",
            "Enter it again, or use another one. The card on file stays as it was.",
        ),
        ProblemCode::PaymentDeclined => {
            paying("The payment was declined", "Use another card, or ask the bank.")
        }
        ProblemCode::GatewayUnavailable => Words {
            retry: true,
            ..paying(
                "Payments are not possible right now",
                "The payment gateway cannot be reached. Try again in a few minutes.",
            )
        },
        ProblemCode::ServiceUnavailable => {
            passing("The billing service is busy", "Try again in a moment. What you entered is still here.")
        }
        ProblemCode::Internal | ProblemCode::Unrecognized => passing(
            "Something went wrong on our side",
            "Try again; if it goes on, ask for help and name the reference.",
        ),
        ProblemCode::OriginRefused
        | ProblemCode::MethodNotAllowed
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::BodyTooLarge
        | ProblemCode::BodyUnreadable
        | ProblemCode::BodyInvalid
        | ProblemCode::ParameterInvalid
        | ProblemCode::IdempotencyKeyMissing
        | ProblemCode::IdempotencyKeyInvalid
        | ProblemCode::IdempotencyConflict
        | ProblemCode::IfMatchMissing
        | ProblemCode::QuoteInvalid
        | ProblemCode::PaymentMethodNotNeeded => paying(
            "The request was not accepted",
            "This page may be out of date. Reload it and check what you entered.",
        ),
        ProblemCode::Quote(error) => quote_words(error),
    }
}

fn quote_words(error: QuoteError) -> Words {
    if error.concerns_promotion() {
        attention("The promotion code was not accepted", upgrade::code_refused(error))
    } else {
        attention("There is no price for this", upgrade::no_amount(error))
    }
}
