//! Runs other programs and says in one sentence when one of them fails.

use std::process::{Command, Output, Stdio};

use crate::{
    failure::{Context, Failure, Outcome},
    workspace,
};

/// A cargo command in the workspace's root.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace::root());
    command
}

/// Runs a program whose output the person sees as it comes.
///
/// # Errors
/// When it cannot be started or ends with another status than success.
pub fn run(command: &mut Command) -> Outcome {
    let name = name(command);
    let status = command.status().context(|| format!("cannot start {name}"))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{name}` failed ({status})"))) }
}

/// Runs a program and keeps its standard output; its standard error stays visible.
///
/// # Errors
/// As [`run`], and when the output is not text.
pub fn output(command: &mut Command) -> Outcome<String> {
    let name = name(command);
    let output = command.stderr(Stdio::inherit()).output().context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`{name}` failed ({})", output.status)));
    }
    String::from_utf8(output.stdout).context(|| format!("`{name}` wrote something that is not text"))
}

/// What a program writes when asked quietly; nothing when it is not there or fails.
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
    fn a_failing_program_is_named_with_its_arguments() {
        let failure = run(Command::new("false").arg("--now")).unwrap_err();

        assert!(failure.to_string().starts_with("`false --now` failed"), "{failure}");
    }

    #[test]
    fn standard_output_is_handed_back() {
        assert_eq!(output(Command::new("echo").arg("8.00")).unwrap(), "8.00\n");
    }

    #[test]
    fn asking_a_program_that_is_not_there_gives_nothing() {
        assert_eq!(ask(&mut Command::new("no-such-program-anywhere")), None);
    }
}
