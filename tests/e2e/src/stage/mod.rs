//! A backend, a clock and a browser of its own for each journey.

mod api;
mod backend;
mod clock;
mod environment;
mod roles;
mod trip;

pub use api::{Api, Reply};
pub use environment::Environment;
pub use trip::{MID_MARCH, Setting, Trip, journey, journey_in};
