use std::path::PathBuf;

use super::{Toolbox, apt};
use crate::failure::{Failure, Outcome};

/// The paths of WebKit's driver and of Xvfb. The driver's package includes the browser.
pub struct WebKit {
    pub driver: PathBuf,
    pub screen: PathBuf,
}

/// Finds WebKitGTK's driver and Xvfb, a virtual screen. Installs them with apt if they are missing.
pub fn ensure_webkit(toolbox: &Toolbox) -> Outcome<WebKit> {
    let mut missing = apt::missing_fonts();
    for (program, package) in [("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")] {
        if toolbox.find(program).is_none() {
            missing.push(package);
        }
    }
    apt::install(toolbox, &missing)?;
    toolbox
        .find("WebKitWebDriver")
        .zip(toolbox.find("Xvfb"))
        .map(|(driver, screen)| WebKit { driver, screen })
        .ok_or_else(|| {
            Failure::new("WebKitWebDriver and Xvfb are still not on the PATH after installing them")
        })
}
