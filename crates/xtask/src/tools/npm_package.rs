use std::path::PathBuf;

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// A version of an npm package. Each has a separate folder, because `npm install` removes packages that are not in its
/// arguments.
pub struct NpmPackage {
    pub name: &'static str,
    pub version: &'static str,
    /// The required file of the package.
    pub file: &'static str,
}

/// Returns the path of the package's file. Installs the package if it is missing.
///
/// # Errors
/// Fails if npm is missing or fails. The message contains the remedy.
pub fn ensure(toolbox: &Toolbox, package: &NpmPackage) -> Outcome<PathBuf> {
    let NpmPackage { name, version, file } = package;
    let folder = toolbox.root().join(format!("{name}-{version}"));
    let file = folder.join("node_modules").join(name).join(file);
    if file.is_file() {
        return Ok(file);
    }
    if toolbox.find("npm").is_none() {
        return Err(Failure::new(format!("{name} and npm are missing; install Node.js with npm")));
    }
    say(&format!("installing {name} {version} with npm, less than a minute"));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
    process::run(npm.arg(format!("{name}@{version}")))
        .map_err(|failure| Failure::new(format!("cannot install {name} {version} ({failure})")))?;
    if file.is_file() { Ok(file) } else { Err(Failure::new(format!("npm did not install {name}"))) }
}
