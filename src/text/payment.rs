//! Sentences of the review, the payment and the receipt. Amounts and dates come in already written for the reader.

use contract::DeclineClass;

include!(concat!(env!("OUT_DIR"), "/payment.rs"));

/// Which side acts next after a decline.
#[must_use]
pub fn declined(class: DeclineClass) -> &'static str {
    match class {
        DeclineClass::Generic => declined_generic(),
        DeclineClass::InsufficientFunds => declined_insufficient_funds(),
        DeclineClass::ConfirmationFailed => declined_confirmation_failed(),
        DeclineClass::ExpiredCard => declined_expired_card(),
    }
}
