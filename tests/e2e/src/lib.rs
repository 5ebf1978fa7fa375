//! Support for the end-to-end journeys: the test setup (backend, clock, browser), one page object per page, and the
//! records of payments in the database and in the gateway's log.

pub mod browser;
pub mod pages;
pub mod records;
pub mod setup;

/// The result of a step of a journey. The error is a sentence for the test output.
pub type Step<T = ()> = Result<T, Box<dyn std::error::Error>>;

pub use setup::{
    BEHIND_PROXY, BELOW_A_PATH, IN_SAMPLE_PORTAL, MID_MARCH, Portal, Setting, TestContext, journey,
    journey_in,
};
