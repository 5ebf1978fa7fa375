//! The one place that picks words, tone and whether Retry is offered for a failed call.

use billing::QuoteError;
use contract::{Charged, ProblemCode};

use super::{Notice, Tone, card_number_in_text, two_sentences, upgrade};
use crate::api::ApiError;

mod said {
    include!(concat!(env!("OUT_DIR"), "/notices.rs"));
}

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
        ApiError::Offline => plain(said::offline_title(), said::offline(), true),
        ApiError::Timeout => plain(said::timeout_title(), said::timeout(), true),
        ApiError::SignedOut => plain(said::signed_out_title(), said::signed_out(), false),
        ApiError::Malformed => plain(said::malformed_title(), said::malformed(), true),
        ApiError::Refused(refusal) => notice_for_refusal(refusal.code, refusal.charged, &refusal.request_id),
    }
}

/// What to show when sign-in failed. Without a session right after it, the browser has refused the cookie.
#[must_use]
pub fn notice_for_sign_in(error: &ApiError) -> Notice {
    let notice = notice_for(error);
    if *error != ApiError::SignedOut {
        return notice;
    }
    Notice {
        title: said::cookies_blocked_title().to_owned(),
        body: said::cookies_blocked().to_owned(),
        ..notice
    }
}

/// What to show when the service refused.
#[must_use]
pub fn notice_for_refusal(code: ProblemCode, charged: Charged, request_id: &str) -> Notice {
    let Words { tone, title, body, retry, money } = words(code);
    let body = match (money, charged) {
        (false, _) => body.to_owned(),
        (true, Charged::No) => two_sentences(said::not_charged(), body),
        (true, Charged::Yes) => two_sentences(said::charged_once(), body),
        (true, Charged::Unknown) => two_sentences(said::charge_unknown(), body),
    };
    // A reference helps only where somebody has to look into it.
    let looked_into = matches!(code, ProblemCode::Internal | ProblemCode::Unrecognized);
    let reference = looked_into.then(|| request_id.to_owned()).filter(|id| !id.is_empty());
    Notice { tone, title: title.to_owned(), body, retry, reference }
}

/// A promotion code is not part of a quote.
#[must_use]
pub fn code_notice(reason: String) -> Notice {
    Notice {
        tone: Tone::Warning,
        title: said::code_title().to_owned(),
        body: reason,
        retry: false,
        reference: None,
    }
}

struct Words {
    tone: Tone,
    title: &'static str,
    body: &'static str,
    retry: bool,
    /// Whether the sentence about money belongs here.
    money: bool,
}

fn failed(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Error, title, body, retry: false, money: false }
}

fn attention(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Warning, ..failed(title, body) }
}

fn paying(title: &'static str, body: &'static str) -> Words {
    Words { money: true, ..failed(title, body) }
}

fn passing(title: &'static str, body: &'static str) -> Words {
    Words { retry: true, ..failed(title, body) }
}

fn words(code: ProblemCode) -> Words {
    match code {
        ProblemCode::SignedOut => failed(said::signed_out_title(), said::signed_out()),
        ProblemCode::CredentialsWrong => failed(said::credentials_wrong_title(), said::credentials_wrong()),
        ProblemCode::RoleRequired => failed(said::role_required_title(), said::role_required()),
        ProblemCode::CardNumberInText => failed(said::request_not_accepted_title(), card_number_in_text()),
        ProblemCode::NotFound => failed(said::not_found_title(), said::not_found()),
        ProblemCode::RateLimited => attention(said::rate_limited_title(), said::rate_limited()),
        ProblemCode::TooManyDeclines => paying(said::too_many_declines_title(), said::too_many_declines()),
        ProblemCode::TooManyCards => attention(said::too_many_cards_title(), said::too_many_cards()),
        ProblemCode::SubscriptionCanceled => {
            attention(said::subscription_canceled_title(), said::subscription_canceled())
        }
        ProblemCode::SubscriptionPastDue => {
            attention(said::subscription_past_due_title(), said::subscription_past_due())
        }
        ProblemCode::SubscriptionEnded => {
            attention(said::subscription_ended_title(), said::subscription_ended())
        }
        ProblemCode::RenewalInProgress => {
            Words { retry: true, ..attention(said::renewal_in_progress_title(), said::renewal_in_progress()) }
        }
        ProblemCode::SubscriptionUnchanged => {
            attention(said::subscription_unchanged_title(), said::subscription_unchanged())
        }
        ProblemCode::AmountAboveGatewayLimit => {
            paying(said::amount_above_gateway_limit_title(), said::amount_above_gateway_limit())
        }
        ProblemCode::AcknowledgementRequired => {
            paying(said::acknowledgement_required_title(), said::acknowledgement_required())
        }
        ProblemCode::AttemptRunning | ProblemCode::AttemptOpen => {
            Words { tone: Tone::Warning, ..paying(said::attempt_open_title(), said::attempt_open()) }
        }
        ProblemCode::AttemptUnknown => paying(said::attempt_unknown_title(), said::attempt_unknown()),
        ProblemCode::AttemptNotCancelable => {
            attention(said::attempt_not_cancelable_title(), said::attempt_not_cancelable())
        }
        ProblemCode::QuoteAlreadyPaid => {
            Words { tone: Tone::Info, ..paying(said::quote_already_paid_title(), said::quote_already_paid()) }
        }
        ProblemCode::QuoteExpired => {
            Words { tone: Tone::Warning, ..paying(said::quote_expired_title(), said::quote_expired()) }
        }
        ProblemCode::QuoteStale | ProblemCode::ExpectedDueMismatch => Words {
            tone: Tone::Warning,
            ..paying(said::expected_due_mismatch_title(), said::expected_due_mismatch())
        },
        ProblemCode::VersionChanged => {
            Words { tone: Tone::Warning, ..paying(said::version_changed_title(), said::version_changed()) }
        }
        ProblemCode::PaymentMethodMissing => {
            paying(said::payment_method_missing_title(), said::payment_method_missing())
        }
        ProblemCode::PaymentMethodExpired => {
            paying(said::payment_method_expired_title(), said::payment_method_expired())
        }
        ProblemCode::PaymentMethodChanged => {
            paying(said::payment_method_changed_title(), said::payment_method_changed())
        }
        ProblemCode::PaymentMethodRefused => {
            failed(said::payment_method_refused_title(), said::payment_method_refused())
        }
        ProblemCode::PaymentDeclined => paying(said::payment_declined_title(), said::payment_declined()),
        ProblemCode::GatewayUnavailable => {
            Words { retry: true, ..paying(said::gateway_unavailable_title(), said::gateway_unavailable()) }
        }
        ProblemCode::ServiceUnavailable | ProblemCode::RequestTimeout => {
            passing(said::service_unavailable_title(), said::service_unavailable())
        }
        ProblemCode::Internal | ProblemCode::Unrecognized => {
            passing(said::unrecognized_title(), said::unrecognized())
        }
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
        | ProblemCode::PaymentMethodNotNeeded => {
            paying(said::request_not_accepted_title(), said::request_not_accepted())
        }
        ProblemCode::Quote(error) => quote_words(error),
    }
}

fn quote_words(error: QuoteError) -> Words {
    if error.concerns_promotion() {
        attention(said::code_title(), upgrade::code_refused(error))
    } else {
        attention(said::no_price_title(), upgrade::no_amount_because(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_notice_denies_a_charge_that_is_possible() {
        for code in ProblemCode::all() {
            for charged in [Charged::Yes, Charged::Unknown] {
                let Notice { title, body, .. } = notice_for_refusal(code, charged, "r-1");
                let text = format!("{title} {body}").to_lowercase();
                assert!(
                    !text.contains("not charged") && !text.contains("nothing was charged"),
                    "{code}: {text}"
                );
            }
        }
    }

    #[test]
    fn notice_about_a_possible_charge_asks_not_to_pay_again() {
        let codes =
            [ProblemCode::IdempotencyConflict, ProblemCode::AttemptOpen, ProblemCode::GatewayUnavailable];
        for code in codes {
            for charged in [Charged::Yes, Charged::Unknown] {
                let body = notice_for_refusal(code, charged, "r-1").body.to_lowercase();
                assert!(body.contains("do not pay again"), "{code}: {body}");
            }
        }
    }
}
