use std::{fs, path::PathBuf, process::Command};

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// Where the browser and its driver are.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, or installs them with apt.
///
/// # Errors
/// Names the command that would install them where this process may not.
pub fn ensure_browser(toolbox: &Toolbox) -> Outcome<Browser> {
    let missing = missing(toolbox);
    if !missing.is_empty() {
        install(toolbox, &missing)?;
    }
    found(toolbox).ok_or_else(|| {
        Failure::new("chromium and chromedriver are still not on the PATH after installing them")
    })
}

fn found(toolbox: &Toolbox) -> Option<Browser> {
    let chromium =
        ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| toolbox.find(name))?;
    Some(Browser { chromium, driver: toolbox.find("chromedriver")? })
}

fn missing(toolbox: &Toolbox) -> Vec<&'static str> {
    let mut packages = Vec::new();
    if found(toolbox).is_none() {
        // Both from one source, or their versions may differ and no session starts.
        packages.extend(["chromium", "chromium-driver"]);
    }
    if !has_fonts() {
        packages.push("fonts-dejavu-core");
    }
    packages
}

fn has_fonts() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true;
    }
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share/fonts"));
    let folders = ["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from);
    folders
        .into_iter()
        .chain(home)
        .any(|folder| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()))
}

fn install(toolbox: &Toolbox, packages: &[&str]) -> Outcome {
    let list = packages.join(" ");
    let by_hand = format!("install them with `sudo apt-get install {list}`");
    if toolbox.find("apt-get").is_none() || !is_root() {
        return Err(Failure::new(format!("{list} are needed for the browser tests; {by_hand}")));
    }
    say(&format!("installing {list} with apt, about 2 minutes"));
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    process::run(apt().args(["update", "-qq"]))
        .and_then(|()| {
            process::run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
        })
        .map_err(|failure| Failure::new(format!("cannot get {list} ({failure}); {by_hand}")))
}

/// Whether this process runs as root, under which Chromium needs its sandbox turned off and apt works.
pub fn is_root() -> bool {
    process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
