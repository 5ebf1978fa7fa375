//! Payment of a sealed quote. The state is stored in the tab, so that no failure leads to a second payment.

mod kept_quote;
pub mod outcome;
mod pay;
mod review;

pub use kept_quote::{KeptQuote, Sending};
pub use pay::{PaymentOutcome, pay, read_outcome};
pub use review::{FreshPrice, Opened, Reviewed, fresh_price, open};
