use std::process::Command;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::{Failure, Outcome};

/// The last version for Node.js 18 and 20. Version 13 requires Node.js 22.
const LIGHTHOUSE: NpmPackage = NpmPackage { name: "lighthouse", version: "12.8.2", file: "cli/index.js" };

/// Creates a command that runs Lighthouse. Installs Lighthouse with npm if it is missing, but no browser.
pub fn ensure_lighthouse(toolbox: &Toolbox) -> Outcome<Command> {
    let script = npm_package::ensure(toolbox, &LIGHTHOUSE)?;
    if toolbox.find("node").is_none() {
        return Err(Failure::new(
            "Lighthouse requires Node.js, but `node` is not on the PATH; install Node.js",
        ));
    }
    let mut node = toolbox.command("node");
    node.arg(script);
    Ok(node)
}
