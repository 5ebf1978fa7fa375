//! Renewals. A background worker books them in order when a period has ended.
//!
//! The row of a renewal is written before the card is charged, and contains exactly what is booked once it is paid. A
//! process that finds the row after a crash retrieves the intent and continues. After an unpaid try, the next one of
//! the schedule follows with its own keys. The subscription ends on day 21. If the bank requires that a person confirms a try, its intent is kept
//! until a person does (`confirm`), or the next try cancels it.

mod begin;
mod book;
mod booking;
mod charge;
mod confirm;
mod lease;
mod receipt;
mod resolve;
mod schedule;
mod settle;
mod unresolved;

pub use book::{book_all_due, book_due, check_intent, run};
pub use booking::Booking;
pub use confirm::confirm_with_bank;
pub use resolve::{HeldRenewal, held, held_one, resolve};
pub(super) use schedule::next_try;
pub(super) use settle::{end, supersede, try_later};
