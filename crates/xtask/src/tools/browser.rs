use std::path::PathBuf;

use super::{Toolbox, apt};
use crate::failure::{Failure, Outcome};

/// The paths of Chromium and its driver.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver. Installs them with apt if they are missing.
pub fn ensure_browser(toolbox: &Toolbox) -> Outcome<Browser> {
    let mut missing = apt::missing_fonts();
    if find(toolbox).is_none() {
        // Install both from the same source, because no session starts if their versions differ.
        missing.extend(["chromium", "chromium-driver"]);
    }
    apt::install(toolbox, &missing)?;
    find(toolbox).ok_or_else(|| {
        Failure::new("chromium and chromedriver are still not on the PATH after installing them")
    })
}

fn find(toolbox: &Toolbox) -> Option<Browser> {
    let chromium =
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| toolbox.find(name))?;
    Some(Browser { chromium, driver: toolbox.find("chromedriver")? })
}
