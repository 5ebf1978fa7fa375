//! Texts of the review, the payment and the receipt. Amounts and dates are passed as formatted text.

use contract::DeclineClass;

include!(concat!(env!("OUT_DIR"), "/payment.rs"));

/// The explanation of a decline, with who has to act next.
#[must_use]
pub fn declined(class: DeclineClass) -> &'static str {
    match class {
        DeclineClass::Generic => declined_generic(),
        DeclineClass::InsufficientFunds => declined_insufficient_funds(),
        DeclineClass::ConfirmationFailed => declined_confirmation_failed(),
        DeclineClass::ExpiredCard => declined_expired_card(),
    }
}
