use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// A program that npm can install.
pub struct NpmTool {
    /// The program.
    pub binary: &'static str,
    /// What its `--version` names.
    pub version: &'static str,
    /// The npm package of that version.
    pub package: &'static str,
}

/// Makes sure that exactly these versions are found.
///
/// All are installed where one is missing, because npm takes away what a command does not name.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure(toolbox: &Toolbox, tools: &[NpmTool]) -> Outcome {
    let missing = |tools: &[NpmTool]| {
        let names = tools.iter().filter(|tool| !is_there(toolbox, tool));
        names
            .map(|NpmTool { binary, version, .. }| format!("{binary} {version}"))
            .collect::<Vec<_>>()
            .join(" and ")
    };
    let wanted = missing(tools);
    if wanted.is_empty() {
        return Ok(());
    }
    if toolbox.find("npm").is_none() {
        return Err(Failure::new(format!(
            "{wanted} is missing and so is npm, which would get it; install Node.js with npm"
        )));
    }
    say(&format!("installing {wanted} with npm, about half a minute"));
    let packages: Vec<_> = tools.iter().map(|tool| tool.package).collect();
    let remedy = format!("install it with `npm install --global {}`", packages.join(" "));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(toolbox.npm());
    process::run(npm.args(packages))
        .map_err(|failure| Failure::new(format!("cannot get {wanted} ({failure}); {remedy}")))?;
    let still = missing(tools);
    if still.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("cannot get {still} (what npm installed does not run); {remedy}")))
    }
}

fn is_there(toolbox: &Toolbox, tool: &NpmTool) -> bool {
    toolbox.find(tool.binary).is_some()
        && process::ask(toolbox.command(tool.binary).arg("--version"))
            .is_some_and(|text| names_version(&text, tool.version))
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::names_version;

    #[test]
    fn another_version_is_not_it() {
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("wasm-opt version 108", "132"));
        assert!(!names_version("0.28.20\n", "0.28.2"));
    }
}
