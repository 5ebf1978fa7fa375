use std::process::Stdio;

use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

/// A program that cargo can install.
pub struct CargoTool {
    pub package: &'static str,
    pub binaries: &'static [&'static str],
    pub version: String,
    /// What makes its programs name their version.
    pub asks_version: &'static [&'static str],
    pub minutes_on_two_cores: u32,
    pub locked: bool,
}

/// Makes sure that the programs of exactly this version are found.
///
/// # Errors
/// Names the tool and the command that would get it.
pub fn ensure(toolbox: &Toolbox, tool: &CargoTool) -> Outcome {
    if is_there(toolbox, tool) {
        return Ok(());
    }
    let CargoTool { package, version, .. } = tool;
    if !installed_prebuilt(toolbox, tool) {
        let minutes = tool.minutes_on_two_cores;
        say(&format!("installing {package} {version} with cargo, about {minutes} minutes on 2 cores"));
        let mut install = process::cargo(&["install", package, "--version", version, "--root"]);
        install.arg(toolbox.root()).arg("--force");
        if tool.locked {
            install.arg("--locked");
        }
        process::run(&mut install).map_err(|failure| cannot_get(tool, &failure.to_string()))?;
    }
    if is_there(toolbox, tool) {
        Ok(())
    } else {
        Err(cannot_get(tool, "the installed program is of another version"))
    }
}

fn cannot_get(tool: &CargoTool, why: &str) -> Failure {
    let CargoTool { package, version, .. } = tool;
    let locked = if tool.locked { " --locked" } else { "" };
    Failure::new(format!(
        "cannot get {package} {version} ({why}); install it with `cargo install {package} --version {version}{locked}`"
    ))
}

fn is_there(toolbox: &Toolbox, tool: &CargoTool) -> bool {
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

/// Prebuilt programs take seconds where `cargo binstall` is there and the network lets it.
fn installed_prebuilt(toolbox: &Toolbox, tool: &CargoTool) -> bool {
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
    fn the_version_is_a_word_of_its_own() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
    }

    #[test]
    fn a_longer_version_is_another_one() {
        assert!(!names_version("trunk 0.21.140\n", "0.21.14"));
    }
}
