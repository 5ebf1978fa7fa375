use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// A tool that npm can install.
pub struct NpmTool {
    /// The name of the program.
    pub binary: &'static str,
    /// The version that the program prints for `--version`.
    pub version: &'static str,
    /// The npm package of that version.
    pub package: &'static str,
}

/// Installs the tools unless all of them are available in exactly these versions.
///
/// If one is missing, this installs all of them, because `npm install` removes packages that are not in its arguments.
///
/// # Errors
/// Fails if npm is missing or fails. The message contains the remedy.
pub fn ensure(toolbox: &Toolbox, tools: &[NpmTool]) -> Outcome {
    let missing = |tools: &[NpmTool]| {
        let names = tools.iter().filter(|tool| !is_installed(toolbox, tool));
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
        return Err(Failure::new(format!("{wanted} and npm are missing; install Node.js with npm")));
    }
    say(&format!("installing {wanted} with npm, about half a minute"));
    let packages: Vec<_> = tools.iter().map(|tool| tool.package).collect();
    let remedy = format!("install it with `npm install --global {}`", packages.join(" "));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(toolbox.npm());
    process::run(npm.args(packages))
        .map_err(|failure| Failure::new(format!("cannot install {wanted} ({failure}); {remedy}")))?;
    let still_missing = missing(tools);
    if still_missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("cannot run {still_missing} after installing it with npm; {remedy}")))
    }
}

fn is_installed(toolbox: &Toolbox, tool: &NpmTool) -> bool {
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
    fn other_versions_do_not_match() {
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("wasm-opt version 108", "132"));
        assert!(!names_version("0.28.20\n", "0.28.2"));
    }
}
