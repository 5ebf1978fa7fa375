use std::process::Command;

use super::{Toolbox, apt};
use crate::{
    console::say,
    failure::{Context, Failure, Outcome},
    process, workspace,
};

const VERSION: &str = "4.32.5";

/// A command that runs Schemathesis; installed from the lock file in `tests/api` if it is not there yet.
///
/// # Errors
/// Names the remedy when Python is missing or pip fails.
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
        // What an interrupted installation left.
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
                "cannot get schemathesis {VERSION} ({failure}); it needs Python 3.11 or later with venv"
            ))
        })?;
    Ok(Command::new(program))
}

#[cfg(test)]
mod tests {
    use super::VERSION;
    use crate::workspace;

    #[test]
    fn lock_file_pins_the_version_that_is_looked_for() {
        let locked = std::fs::read_to_string(workspace::path("tests/api/requirements.txt")).unwrap();

        assert!(locked.contains(&format!("\nschemathesis=={VERSION} ")));
    }
}
