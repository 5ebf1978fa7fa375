//! A sealed quote being paid: what the page remembers of it, so that no fault can make it pay twice.

mod held_quote;
mod pay;
mod review;

pub use held_quote::{FreshPrice, HeldQuote, Sending};
pub use pay::{PaymentOutcome, pay, read_outcome};
pub use review::{Opened, Reviewed, open, reseal};
