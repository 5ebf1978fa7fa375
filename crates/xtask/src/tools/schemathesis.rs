use std::process::Command;

use super::{Toolbox, apt};
use crate::{
    console::say,
    failure::{Context, Failure, Outcome},
    process, workspace,
};

const VERSION: &str = "4.32.5";

/// Creates a command that runs Schemathesis. Installs it with pip from the lock file in `tests/api` if it is missing.
pub fn ensure_schemathesis(toolbox: &Toolbox) -> Outcome<Command> {
    let folder = toolbox.root().join(format!("schemathesis-{VERSION}"));
    let program = folder.join("bin/schemathesis");
    if process::ask(Command::new(&program).arg("--version")).is_some_and(|text| text.contains(VERSION)) {
        return Ok(Command::new(program));
    }
    let has_venv = process::ask(toolbox.command("python3").args(["-c", "import ensurepip"])).is_some();
    apt::install(toolbox, if has_venv { &[] } else { &["python3-venv"] })?;
    say(&format!("installing schemathesis {VERSION} with pip, less than a minute"));
    if folder.exists() {
        // Remove the files of an interrupted installation.
        std::fs::remove_dir_all(&folder).context(|| format!("cannot remove {}", folder.display()))?;
    }
    process::run(toolbox.command("python3").args(["-m", "venv"]).arg(&folder))
        .and_then(|()| {
            let mut pip = Command::new(folder.join("bin/pip"));
            pip.args([
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "--requirement",
            ]);
            process::run(pip.arg(workspace::path("tests/api/requirements.txt")))
        })
        .map_err(|failure| {
            Failure::new(format!(
                "cannot install schemathesis {VERSION} ({failure}); it requires Python 3.11 or later with venv"
            ))
        })?;
    Ok(Command::new(program))
}

#[cfg(test)]
mod tests {
    use super::VERSION;
    use crate::workspace;

    #[test]
    fn lock_file_pins_the_same_version() {
        let locked = std::fs::read_to_string(workspace::path("tests/api/requirements.txt")).unwrap();

        assert!(locked.contains(&format!("\nschemathesis=={VERSION} ")));
    }
}
