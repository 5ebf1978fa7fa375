use std::process::Command;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::{Failure, Outcome};

/// The last version that runs on Node.js 18 and 20; 13 wants 22.
const LIGHTHOUSE: NpmPackage = NpmPackage { name: "lighthouse", version: "12.8.2", file: "cli/index.js" };

/// A command that runs Lighthouse; installed if it is not there yet. It comes without a browser.
///
/// # Errors
/// Names the remedy when Node.js or npm is missing or npm fails.
pub fn ensure_lighthouse(toolbox: &Toolbox) -> Outcome<Command> {
    let script = npm_package::ensure(toolbox, &LIGHTHOUSE)?;
    if toolbox.find("node").is_none() {
        return Err(Failure::new("Lighthouse needs Node.js and there is no `node`; install Node.js"));
    }
    let mut node = toolbox.command("node");
    node.arg(script);
    Ok(node)
}
