use std::{fs, path::PathBuf, process::Command};

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// Returns the font packages to install. Without any font, browsers render no text.
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

/// Installs Debian packages. Does nothing if the list is empty.
///
/// # Errors
/// Fails if the process may not run apt. The message contains the command to install the packages.
pub fn install(toolbox: &Toolbox, packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let remedy = format!("install them with `sudo apt-get install --no-install-recommends {list}`");
    if toolbox.find("apt-get").is_none() || !is_root() {
        return Err(Failure::new(format!("the tests require {list}; {remedy}")));
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
        .map_err(|failure| Failure::new(format!("cannot install {list} ({failure}); {remedy}")))
}

/// Returns whether this process runs as root. As root, apt works, and Chromium runs only without its sandbox.
pub fn is_root() -> bool {
    process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
