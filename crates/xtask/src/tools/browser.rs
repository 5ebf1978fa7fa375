use std::path::PathBuf;

use super::{Toolbox, apt};
use crate::failure::{Failure, Outcome};

/// Where Chromium and its driver are.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them with apt.
///
/// # Errors
/// Names the command that would install them where this process may not.
pub fn ensure_browser(toolbox: &Toolbox) -> Outcome<Browser> {
    let mut missing = apt::missing_fonts();
    if found(toolbox).is_none() {
        // Both from one source, or their versions may differ and no session starts.
        missing.extend(["chromium", "chromium-driver"]);
    }
    apt::install(toolbox, &missing)?;
    found(toolbox).ok_or_else(|| {
        Failure::new("chromium and chromedriver are still not on the PATH after installing them")
    })
}

fn found(toolbox: &Toolbox) -> Option<Browser> {
    let chromium =
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| toolbox.find(name))?;
    Some(Browser { chromium, driver: toolbox.find("chromedriver")? })
}
