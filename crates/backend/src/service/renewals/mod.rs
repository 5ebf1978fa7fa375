//! Renewals: booked when a period has ended, in order, before anything is read or quoted.
//!
//! A renewal's row is written before the card is charged and names exactly what is booked once it is paid, so whoever
//! finds it after a fault asks the gateway with the same key and goes on.

mod begin;
mod book;
mod booking;
mod charge;
mod settle;

pub use book::{book_all_due, book_due, try_unpaid};
pub use booking::Booking;

/// Seconds until a renewal whose outcome is not known is looked at again.
pub const RETRY_SECONDS: u64 = 30;
