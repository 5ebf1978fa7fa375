use std::{fs, path::PathBuf, process::Command};

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// Packages for what this system lacks to draw letters.
pub fn missing_fonts() -> Vec<&'static str> {
    if has_fonts() { Vec::new() } else { vec!["fonts-dejavu-core"] }
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

/// Installs Debian packages; with none to install, nothing happens.
///
/// # Errors
/// Names the command that would install them where this process may not.
pub fn install(toolbox: &Toolbox, packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let by_hand = format!("install them with `sudo apt-get install --no-install-recommends {list}`");
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
