use std::path::PathBuf;

use super::{Toolbox, apt, cargo_tool};
use crate::failure::{Failure, Outcome};

const GECKODRIVER: &str = "0.37.1";

/// The paths of Firefox and its driver.
pub struct Firefox {
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// Finds Firefox and its driver. Installs missing programs with apt and cargo.
pub fn ensure_firefox(toolbox: &Toolbox) -> Outcome<Firefox> {
    let mut missing = apt::missing_fonts();
    if program(toolbox).is_none() {
        missing.push("firefox-esr");
    }
    apt::install(toolbox, &missing)?;
    // Debian has no package for geckodriver.
    cargo_tool::ensure(toolbox, &geckodriver())?;
    program(toolbox)
        .zip(toolbox.find("geckodriver"))
        .map(|(program, driver)| Firefox { program, driver })
        .ok_or_else(|| Failure::new("firefox-esr is still not on the PATH after installing it"))
}

fn program(toolbox: &Toolbox) -> Option<PathBuf> {
    ["firefox-esr", "firefox"].iter().find_map(|name| toolbox.find(name))
}

fn geckodriver() -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "geckodriver",
        binaries: &["geckodriver"],
        version: GECKODRIVER.to_owned(),
        asks_version: &["--version"],
        minutes_on_two_cores: 2,
        locked: true,
    }
}
