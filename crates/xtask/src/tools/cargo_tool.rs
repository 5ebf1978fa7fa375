use std::process::Stdio;

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// A tool that cargo can install.
pub struct CargoTool {
    pub package: &'static str,
    pub binaries: &'static [&'static str],
    pub version: String,
    /// The arguments with which its programs print their version.
    pub asks_version: &'static [&'static str],
    pub minutes_on_two_cores: u32,
    pub locked: bool,
}

/// Installs the tool unless its programs are available in exactly this version.
///
/// # Errors
/// Fails if the tool cannot be installed. The message contains the command to install it.
pub fn ensure(toolbox: &Toolbox, tool: &CargoTool) -> Outcome {
    if is_installed(toolbox, tool) {
        return Ok(());
    }
    let CargoTool { package, version, .. } = tool;
    if !install_prebuilt(toolbox, tool) {
        let minutes = tool.minutes_on_two_cores;
        say(&format!("installing {package} {version} with cargo, about {minutes} minutes on 2 cores"));
        let mut install = process::cargo(&["install", package, "--version", version, "--root"]);
        install.arg(toolbox.root()).arg("--force");
        if tool.locked {
            install.arg("--locked");
        }
        process::run(&mut install).map_err(|failure| installation_failure(tool, &failure.to_string()))?;
    }
    if is_installed(toolbox, tool) {
        Ok(())
    } else {
        Err(installation_failure(tool, "the installed program has another version"))
    }
}

fn installation_failure(tool: &CargoTool, cause: &str) -> Failure {
    let CargoTool { package, version, .. } = tool;
    let locked = if tool.locked { " --locked" } else { "" };
    Failure::new(format!(
        "cannot install {package} {version} ({cause}); install it with `cargo install {package} --version {version}{locked}`"
    ))
}

fn is_installed(toolbox: &Toolbox, tool: &CargoTool) -> bool {
    tool.binaries.iter().all(|binary| {
        let Some(file) = toolbox.find(binary) else { return false };
        let answer =
            process::ask(std::process::Command::new(file).args(tool.asks_version).stderr(Stdio::null()));
        answer.is_some_and(|text| names_version(&text, &tool.version))
    })
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

/// Installs a prebuilt program with `cargo binstall`, which takes seconds. Returns whether it succeeded.
fn install_prebuilt(toolbox: &Toolbox, tool: &CargoTool) -> bool {
    if toolbox.find("cargo-binstall").is_none() {
        return false;
    }
    let CargoTool { package, version, .. } = tool;
    say(&format!("looking for a prebuilt {package} {version} with cargo binstall"));
    let wanted = format!("{package}@{version}");
    let mut install =
        process::cargo(&["binstall", "--no-confirm", "--force", "--disable-strategies", "compile", "--root"]);
    process::run(install.arg(toolbox.root()).arg(wanted)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::names_version;

    #[test]
    fn version_is_matched_as_a_whole_word() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
    }

    #[test]
    fn longer_versions_do_not_match() {
        assert!(!names_version("trunk 0.21.140\n", "0.21.14"));
    }
}
