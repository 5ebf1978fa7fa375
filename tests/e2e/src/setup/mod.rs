//! Sets up a backend, a clock and a browser for each journey.

mod api;
mod backend;
mod changed_byte;
mod context;
mod environment;
mod outage;
mod portal;
mod proxy;
mod rows;
mod sample_portal;
mod sandbox_control;
mod setting;

pub use api::{Api, Reply};
pub use context::{TestContext, journey, journey_in};
pub use environment::Environment;
pub use portal::Portal;
pub use setting::{BEHIND_PROXY, BELOW_A_PATH, IN_SAMPLE_PORTAL, MID_MARCH, Setting};
