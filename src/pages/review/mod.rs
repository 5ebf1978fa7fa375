//! The review: a sealed price, looked at and paid.

mod card;
mod page;
mod payment;
mod sheet;

pub use page::Review;
