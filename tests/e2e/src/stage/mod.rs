//! A backend, a clock and a browser of its own for each journey.

mod altered;
mod api;
mod backend;
mod cable;
mod clock;
mod environment;
mod outage;
mod roles;
mod setting;
mod trip;

pub use api::{Api, Reply};
pub use environment::Environment;
pub use setting::{MID_MARCH, ON_A_CABLE, Setting};
pub use trip::{Trip, journey, journey_in};
