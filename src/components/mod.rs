//! Parts of pages: what to show comes in as signals, what happens goes out through callbacks.

mod amount_due;
mod announcer;
mod before_after;
mod billing_cycle_switch;
mod card_on_file;
mod clicked;
mod countdown;
mod delay;
mod error_summary;
mod facts;
mod live;
mod notice;
mod pay_button;
mod promotion_field;
mod quote_lines;
mod sessions_stepper;
mod text_field;

pub use crate::text::{Notice, Tone};
pub use amount_due::AmountDue;
pub use announcer::Announcer;
pub use before_after::{BeforeAfter, Comparison};
pub use billing_cycle_switch::BillingCycleSwitch;
pub use card_on_file::card_on_file;
pub use clicked::{Click, clicked};
pub use countdown::Countdown;
pub use delay::Delay;
pub use error_summary::{ErrorSummary, Missing};
pub use facts::{fact, skeleton};
pub use live::{Live, live, live_view};
pub use notice::NoticeView;
pub use pay_button::PayButton;
pub use promotion_field::{CodeState, PromotionField};
pub use quote_lines::{Ingredients, QuoteLines};
pub use sessions_stepper::SessionsStepper;
pub use text_field::TextField;
