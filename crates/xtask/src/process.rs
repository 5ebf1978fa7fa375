//! Runs other programs and reports their failures.

use std::process::{Command, Output, Stdio};

use crate::{
    failure::{Context, Failure, Outcome},
    workspace,
};

/// Creates a cargo command in the workspace root.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace::root());
    command
}

/// Runs a program with its output on the terminal.
///
/// # Errors
/// Fails if the program does not start or exits with an error status.
pub fn run(command: &mut Command) -> Outcome {
    let name = name(command);
    let status = command.status().context(|| format!("cannot start {name}"))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{name}` failed ({status})"))) }
}

/// Runs a program and returns its standard output. Standard error remains on the terminal.
///
/// # Errors
/// Fails if the program does not start or exits with an error status, or if the output is not UTF-8.
pub fn output(command: &mut Command) -> Outcome<String> {
    let name = name(command);
    let output = command.stderr(Stdio::inherit()).output().context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`{name}` failed ({})", output.status)));
    }
    String::from_utf8(output.stdout).context(|| format!("the output of `{name}` is not UTF-8"))
}

/// Runs a program without a terminal and returns its standard output, or `None` if it is missing or fails.
pub fn ask(command: &mut Command) -> Option<String> {
    let Output { status, stdout, .. } = command.stdin(Stdio::null()).output().ok()?;
    status.success().then(|| String::from_utf8_lossy(&stdout).into_owned())
}

fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{ask, output, run};

    #[test]
    fn failed_program_is_reported_with_its_arguments() {
        let failure = run(Command::new("false").arg("--now")).unwrap_err();

        assert!(failure.to_string().starts_with("`false --now` failed"), "{failure}");
    }

    #[test]
    fn standard_output_is_returned() {
        assert_eq!(output(Command::new("echo").arg("8.00")).unwrap(), "8.00\n");
    }

    #[test]
    fn missing_program_returns_none() {
        assert_eq!(ask(&mut Command::new("no-such-program-anywhere")), None);
    }
}
