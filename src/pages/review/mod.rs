//! The review of a sealed price, and its payment.

mod card;
mod page;
mod payment;
mod sheet;

pub use page::Review;
