//! Maps failed requests to notices: text, severity, and whether to offer Retry.

use billing::QuoteError;
use contract::{Charged, ProblemCode};

use super::{Notice, Tone, card_number_in_text, two_sentences, upgrade};
use crate::api::ApiError;

mod messages {
    include!(concat!(env!("OUT_DIR"), "/notices.rs"));
}

/// The notice for a failed request.
#[must_use]
pub fn notice_for(error: &ApiError) -> Notice {
    match error {
        ApiError::Offline => Notice::error(messages::offline_title(), messages::offline()).with_retry(true),
        ApiError::Timeout => Notice::error(messages::timeout_title(), messages::timeout()).with_retry(true),
        ApiError::SignedOut => Notice::error(messages::signed_out_title(), messages::signed_out()),
        ApiError::Malformed => {
            Notice::error(messages::malformed_title(), messages::malformed()).with_retry(true)
        }
        ApiError::Refused(refusal) => notice_for_refusal(refusal.code, refusal.charged, &refusal.request_id),
    }
}

/// The notice for a failed sign-in. If there is no session directly after it, the browser has rejected the cookie.
#[must_use]
pub fn notice_for_sign_in(error: &ApiError) -> Notice {
    let notice = notice_for(error);
    if *error != ApiError::SignedOut {
        return notice;
    }
    Notice {
        title: messages::cookies_blocked_title().to_owned(),
        body: messages::cookies_blocked().to_owned(),
        ..notice
    }
}

/// The notice for a refused request.
#[must_use]
pub fn notice_for_refusal(code: ProblemCode, charged: Charged, request_id: &str) -> Notice {
    notice(words(code), code, charged, request_id)
}

/// Describes the refusal of a payment. If nothing was charged, the notice states it.
#[must_use]
pub fn notice_for_refused_payment(code: ProblemCode, charged: Charged, request_id: &str) -> Notice {
    let words = words(code);
    let money = words.money || charged == Charged::No;
    notice(Words { money, ..words }, code, charged, request_id)
}

fn notice(words: Words, code: ProblemCode, charged: Charged, request_id: &str) -> Notice {
    let Words { tone, title, body, retry, money } = words;
    let body = match (money, charged) {
        (false, _) => body.to_owned(),
        (true, Charged::No) => two_sentences(messages::not_charged(), body),
        (true, Charged::Yes) => two_sentences(messages::charged_once(), body),
        (true, Charged::Unknown) => two_sentences(messages::charge_unknown(), body),
    };
    // A reference is useful only if support has to investigate.
    let needs_support = matches!(code, ProblemCode::Internal | ProblemCode::Unrecognized);
    let reference = needs_support.then(|| request_id.to_owned()).filter(|id| !id.is_empty());
    Notice { tone, title: title.to_owned(), body, retry, reference }
}

/// The notice for a promotion code that is not part of a quote.
#[must_use]
pub fn code_notice(reason: &str) -> Notice {
    Notice::warning(messages::code_title(), reason)
}

struct Words {
    tone: Tone,
    title: &'static str,
    body: &'static str,
    retry: bool,
    /// Whether to add the sentence about the charge.
    money: bool,
}

fn failure(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Error, title, body, retry: false, money: false }
}

fn warning(title: &'static str, body: &'static str) -> Words {
    Words { tone: Tone::Warning, ..failure(title, body) }
}

fn payment_failure(title: &'static str, body: &'static str) -> Words {
    Words { money: true, ..failure(title, body) }
}

fn transient_failure(title: &'static str, body: &'static str) -> Words {
    Words { retry: true, ..failure(title, body) }
}

fn words(code: ProblemCode) -> Words {
    match code {
        ProblemCode::SignedOut | ProblemCode::EmbedCodeInvalid => {
            failure(messages::signed_out_title(), messages::signed_out())
        }
        ProblemCode::StepUpRequired => {
            payment_failure(messages::step_up_required_title(), messages::step_up_required())
        }
        ProblemCode::CredentialsWrong => {
            failure(messages::credentials_wrong_title(), messages::credentials_wrong())
        }
        ProblemCode::RoleRequired => failure(messages::role_required_title(), messages::role_required()),
        ProblemCode::CardNumberInText => {
            failure(messages::request_not_accepted_title(), card_number_in_text())
        }
        ProblemCode::NotFound => failure(messages::not_found_title(), messages::not_found()),
        ProblemCode::RateLimited => warning(messages::rate_limited_title(), messages::rate_limited()),
        ProblemCode::TooManyDeclines => {
            payment_failure(messages::too_many_declines_title(), messages::too_many_declines())
        }
        ProblemCode::TooManyCards => warning(messages::too_many_cards_title(), messages::too_many_cards()),
        ProblemCode::SubscriptionCanceled => {
            warning(messages::subscription_canceled_title(), messages::subscription_canceled())
        }
        ProblemCode::SubscriptionPastDue => {
            warning(messages::subscription_past_due_title(), messages::subscription_past_due())
        }
        ProblemCode::SubscriptionEnded => {
            warning(messages::subscription_ended_title(), messages::subscription_ended())
        }
        ProblemCode::RenewalInProgress => Words {
            retry: true,
            ..warning(messages::renewal_in_progress_title(), messages::renewal_in_progress())
        },
        // The page that sent the request reads the subscription again.
        ProblemCode::SubscriptionUnchanged | ProblemCode::RenewalNotConfirmable => {
            warning(messages::subscription_unchanged_title(), messages::subscription_unchanged())
        }
        ProblemCode::AmountAboveGatewayLimit => payment_failure(
            messages::amount_above_gateway_limit_title(),
            messages::amount_above_gateway_limit(),
        ),
        ProblemCode::AcknowledgementRequired => {
            payment_failure(messages::acknowledgement_required_title(), messages::acknowledgement_required())
        }
        ProblemCode::AttemptRunning | ProblemCode::AttemptOpen => Words {
            tone: Tone::Warning,
            ..payment_failure(messages::attempt_open_title(), messages::attempt_open())
        },
        ProblemCode::AttemptUnknown => {
            payment_failure(messages::attempt_unknown_title(), messages::attempt_unknown())
        }
        ProblemCode::AttemptNotCancelable => {
            warning(messages::attempt_not_cancelable_title(), messages::attempt_not_cancelable())
        }
        ProblemCode::QuoteAlreadyPaid => Words {
            tone: Tone::Info,
            ..payment_failure(messages::quote_already_paid_title(), messages::quote_already_paid())
        },
        ProblemCode::QuoteExpired => Words {
            tone: Tone::Warning,
            ..payment_failure(messages::quote_expired_title(), messages::quote_expired())
        },
        ProblemCode::QuoteStale | ProblemCode::ExpectedDueMismatch => Words {
            tone: Tone::Warning,
            ..payment_failure(messages::expected_due_mismatch_title(), messages::expected_due_mismatch())
        },
        ProblemCode::VersionChanged => Words {
            tone: Tone::Warning,
            ..payment_failure(messages::version_changed_title(), messages::version_changed())
        },
        ProblemCode::PaymentMethodMissing => {
            payment_failure(messages::payment_method_missing_title(), messages::payment_method_missing())
        }
        ProblemCode::PaymentMethodExpired => {
            payment_failure(messages::payment_method_expired_title(), messages::payment_method_expired())
        }
        ProblemCode::PaymentMethodChanged => {
            payment_failure(messages::payment_method_changed_title(), messages::payment_method_changed())
        }
        ProblemCode::SetupUnfinished => {
            warning(messages::setup_unfinished_title(), messages::setup_unfinished())
        }
        ProblemCode::PaymentMethodRefused => {
            failure(messages::payment_method_refused_title(), messages::payment_method_refused())
        }
        ProblemCode::PaymentDeclined => {
            payment_failure(messages::payment_declined_title(), messages::payment_declined())
        }
        ProblemCode::GatewayUnavailable => Words {
            retry: true,
            ..payment_failure(messages::gateway_unavailable_title(), messages::gateway_unavailable())
        },
        ProblemCode::ServiceUnavailable | ProblemCode::RequestTimeout => {
            transient_failure(messages::service_unavailable_title(), messages::service_unavailable())
        }
        ProblemCode::Internal | ProblemCode::Unrecognized => {
            transient_failure(messages::unrecognized_title(), messages::unrecognized())
        }
        ProblemCode::OriginRefused
        | ProblemCode::MethodNotAllowed
        | ProblemCode::UnsupportedMediaType
        | ProblemCode::BodyTooLarge
        | ProblemCode::BodyUnreadable
        | ProblemCode::BodyInvalid
        | ProblemCode::ReturnInvalid
        | ProblemCode::ParameterInvalid
        | ProblemCode::IdempotencyKeyMissing
        | ProblemCode::IdempotencyKeyInvalid
        | ProblemCode::IdempotencyConflict
        | ProblemCode::IfMatchMissing
        | ProblemCode::QuoteInvalid
        | ProblemCode::PaymentMethodNotNeeded
        | ProblemCode::InvalidClient
        | ProblemCode::UnauthorizedClient => {
            payment_failure(messages::request_not_accepted_title(), messages::request_not_accepted())
        }
        ProblemCode::Quote(error) => quote_words(error),
    }
}

fn quote_words(error: QuoteError) -> Words {
    if error.concerns_promotion() {
        warning(messages::code_title(), upgrade::code_refused(error))
    } else {
        warning(messages::no_price_title(), upgrade::no_amount_because(error))
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
    fn refused_payment_without_a_charge_says_that_nothing_was_charged() {
        for code in
            [ProblemCode::RateLimited, ProblemCode::SubscriptionCanceled, ProblemCode::PaymentDeclined]
        {
            let body = notice_for_refused_payment(code, Charged::No, "r-1").body;
            assert!(body.starts_with("You were not charged. "), "{code}: {body}");
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
