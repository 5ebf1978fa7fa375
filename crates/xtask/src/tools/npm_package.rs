use std::path::PathBuf;

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// An npm package of one version, in a folder of its own: npm takes away what a command does not name.
pub struct NpmPackage {
    pub name: &'static str,
    pub version: &'static str,
    /// The file of the package that is wanted.
    pub file: &'static str,
}

/// Where the package's file is; installed if it is not there yet.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure(toolbox: &Toolbox, package: &NpmPackage) -> Outcome<PathBuf> {
    let NpmPackage { name, version, file } = package;
    let folder = toolbox.root().join(format!("{name}-{version}"));
    let file = folder.join("node_modules").join(name).join(file);
    if file.is_file() {
        return Ok(file);
    }
    if toolbox.find("npm").is_none() {
        return Err(Failure::new(format!(
            "{name} is missing and so is npm, which would get it; install Node.js with npm"
        )));
    }
    say(&format!("installing {name} {version} with npm, less than a minute"));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
    process::run(npm.arg(format!("{name}@{version}")))
        .map_err(|failure| Failure::new(format!("cannot get {name} {version} ({failure})")))?;
    if file.is_file() { Ok(file) } else { Err(Failure::new(format!("npm installed no {name}"))) }
}
