//! What the journeys stand on: a stage (backend, clock, browser), one object per page, and two witnesses of what
//! really happened, the database and the gateway's log.

pub mod browser;
pub mod pages;
pub mod stage;
pub mod witness;

/// What a step of a journey answers; the error is a sentence for whoever reads the failed run.
pub type Step<T = ()> = Result<T, Box<dyn std::error::Error>>;

pub use stage::{MID_MARCH, ON_A_CABLE, Setting, Trip, journey, journey_in};
