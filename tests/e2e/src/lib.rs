//! What the journeys stand on: a stage (backend, clock, browser), one object per page, and two witnesses of what
//! really happened, the database and the gateway's log.

pub mod browser;
pub mod pages;
pub mod records;
pub mod setup;

/// What a step of a journey answers; the error is a sentence for whoever reads the failed run.
pub type Step<T = ()> = Result<T, Box<dyn std::error::Error>>;

pub use setup::{BEHIND_PROXY, MID_MARCH, Setting, TestContext, journey, journey_in};
