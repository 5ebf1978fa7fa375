//! Starts the WebDriver servers of the browser engines for the journeys.

pub mod chromium;
mod firefox;
mod running;
mod webkit;

use std::path::Path;

use serde_json::Value;

use self::running::Running;
use crate::{arguments::Engine, failure::Outcome, tools::Toolbox};

/// Number of journeys that run in parallel.
pub const PARALLEL_JOURNEYS: usize = 2;
/// Maximum number of open sessions, because some journeys have a second user.
const SESSIONS: usize = 2 * PARALLEL_JOURNEYS;

/// An engine whose drivers run until this value is dropped.
pub struct Ready {
    /// The requested capabilities of a session.
    pub capabilities: Value,
    /// The URL of a driver for each possible session.
    pub addresses: Vec<String>,
    /// The programs to end, in this order.
    _running: Vec<Running>,
}

/// Starts the drivers of an engine. Their logs are written to `folder`.
pub fn start(engine: Engine, toolbox: &Toolbox, folder: &Path) -> Outcome<Ready> {
    match engine {
        Engine::Chromium => chromium::start(toolbox, folder),
        Engine::Firefox => firefox::start(toolbox, folder),
        Engine::WebKit => webkit::start(toolbox, folder),
    }
}
