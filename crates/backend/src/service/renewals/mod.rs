//! Renewals: booked by a background worker when a period has ended, in order.
//!
//! The row of a renewal is written before the card is charged and contains exactly what is booked once it is paid, so
//! that a process which finds it after a fault retrieves the intent and goes on. A try that is not paid is followed by
//! the next one of the schedule, under keys of its own; on day 21 the subscription ends.

mod begin;
mod book;
mod booking;
mod charge;
mod lease;
mod receipt;
mod resolve;
mod schedule;
mod settle;

pub use book::{book_all_due, book_due, check_intent, run};
pub use booking::Booking;
pub use resolve::{HeldRenewal, held, held_one, resolve};
pub(super) use schedule::next_try;
pub(super) use settle::end;
