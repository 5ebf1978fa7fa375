use std::path::PathBuf;

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

const VERSION: &str = "4.14.1";

/// Where the script of axe-core is, which looks for faults in a page's accessibility; installed if it is not there yet.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure_axe(toolbox: &Toolbox) -> Outcome<PathBuf> {
    // A folder of its own: npm takes away what a command does not name.
    let folder = toolbox.root().join(format!("axe-core-{VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    if toolbox.find("npm").is_none() {
        return Err(Failure::new(
            "axe-core is missing and so is npm, which would get it; install Node.js with npm",
        ));
    }
    say(&format!("installing axe-core {VERSION} with npm, a few seconds"));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
    process::run(npm.arg(format!("axe-core@{VERSION}")))
        .map_err(|failure| Failure::new(format!("cannot get axe-core {VERSION} ({failure})")))?;
    if script.is_file() { Ok(script) } else { Err(Failure::new("npm installed no axe-core")) }
}
