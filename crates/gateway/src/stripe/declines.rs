use serde::Deserialize;

use crate::DeclineReason;

/// The parts of Stripe's error for a card that say why a payment was declined.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CardError {
    pub code: Option<String>,
    pub decline_code: Option<String>,
    pub advice_code: Option<String>,
}

/// The reason of each code or decline code that this service distinguishes.
///
/// Source: <https://docs.stripe.com/declines/codes> and <https://docs.stripe.com/error-codes>.
const REASONS: &[(&str, DeclineReason)] = &[
    ("authentication_not_handled", DeclineReason::ConfirmationFailed),
    ("authentication_required", DeclineReason::AuthenticationRequired),
    ("do_not_try_again", DeclineReason::DoNotTryAgain),
    ("expired_card", DeclineReason::ExpiredCard),
    ("expired_payment_method", DeclineReason::ExpiredCard),
    ("fraudulent", DeclineReason::DoNotTryAgain),
    ("insufficient_funds", DeclineReason::InsufficientFunds),
    ("invalid_account", DeclineReason::DoNotTryAgain),
    ("lost_card", DeclineReason::LostCard),
    ("merchant_blacklist", DeclineReason::DoNotTryAgain),
    ("payment_intent_authentication_failure", DeclineReason::ConfirmationFailed),
    ("payment_intent_payment_attempt_expired", DeclineReason::ConfirmationFailed),
    ("pickup_card", DeclineReason::DoNotTryAgain),
    ("revocation_of_all_authorizations", DeclineReason::DoNotTryAgain),
    ("revocation_of_authorization", DeclineReason::DoNotTryAgain),
    ("stolen_card", DeclineReason::StolenCard),
    ("stop_payment_order", DeclineReason::DoNotTryAgain),
    ("three_d_secure_authentication_not_supported", DeclineReason::ConfirmationFailed),
    ("three_d_secure_authentication_upstream_error", DeclineReason::ConfirmationFailed),
];

/// The reason of a decline. The decline code is more exact than the code, and the bank's advice not to try again
/// applies to declines without another reason.
pub fn reason(error: &CardError) -> DeclineReason {
    let known = |code: &Option<String>| {
        let code = code.as_deref()?;
        REASONS.iter().find(|(name, _)| *name == code).map(|(_, reason)| *reason)
    };
    let advised =
        (error.advice_code.as_deref() == Some("do_not_try_again")).then_some(DeclineReason::DoNotTryAgain);
    known(&error.decline_code)
        .or_else(|| known(&error.code))
        .or(advised)
        .unwrap_or(DeclineReason::GenericDecline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decline_has_its_reason() {
        use DeclineReason as R;

        for (code, decline_code, advice_code, expected) in [
            ("card_declined", "insufficient_funds", "try_again_later", R::InsufficientFunds),
            ("card_declined", "lost_card", "do_not_try_again", R::LostCard),
            ("card_declined", "stolen_card", "do_not_try_again", R::StolenCard),
            ("card_declined", "pickup_card", "", R::DoNotTryAgain),
            ("card_declined", "do_not_try_again", "", R::DoNotTryAgain),
            ("card_declined", "generic_decline", "do_not_try_again", R::DoNotTryAgain),
            ("card_declined", "generic_decline", "", R::GenericDecline),
            ("card_declined", "do_not_honor", "try_again_later", R::GenericDecline),
            ("card_declined", "authentication_required", "", R::AuthenticationRequired),
            ("authentication_required", "", "", R::AuthenticationRequired),
            ("authentication_required", "authentication_required", "", R::AuthenticationRequired),
            ("payment_intent_authentication_failure", "", "", R::ConfirmationFailed),
            ("expired_card", "", "", R::ExpiredCard),
            ("incorrect_cvc", "", "", R::GenericDecline),
            ("processing_error", "", "", R::GenericDecline),
            ("a_code_of_the_future", "", "", R::GenericDecline),
        ] {
            let text = |code: &str| (!code.is_empty()).then(|| code.to_owned());
            let error = CardError {
                code: text(code),
                decline_code: text(decline_code),
                advice_code: text(advice_code),
            };

            assert_eq!(reason(&error), expected, "{error:?}");
        }
    }
}
