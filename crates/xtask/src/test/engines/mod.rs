//! The browser engines the journeys are walked in, each made ready for as many sessions as a run needs.

pub mod chromium;
mod firefox;
mod running;
mod webkit;

use std::path::Path;

use serde_json::Value;

use self::running::Running;
use crate::{arguments::Engine, failure::Outcome, tools::Toolbox};

/// How many journeys are walked side by side.
pub const SIDE_BY_SIDE: usize = 2;
/// The sessions open at the same time at most: a journey has a second person in it now and then.
const SESSIONS: usize = 2 * SIDE_BY_SIDE;

/// An engine whose drivers run until this is dropped.
pub struct Ready {
    /// What a session asks for.
    pub capabilities: Value,
    /// A driver's address for each session that may be open at the same time.
    pub addresses: Vec<String>,
    /// Ended in this order.
    _running: Vec<Running>,
}

/// Makes an engine ready; what its drivers say goes into the folder.
///
/// # Errors
/// When a tool cannot be had, or a driver does not start.
pub fn start(engine: Engine, toolbox: &Toolbox, folder: &Path) -> Outcome<Ready> {
    match engine {
        Engine::Chromium => chromium::start(toolbox, folder),
        Engine::Firefox => firefox::start(toolbox, folder),
        Engine::WebKit => webkit::start(toolbox, folder),
    }
}
