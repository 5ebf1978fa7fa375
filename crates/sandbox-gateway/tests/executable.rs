//! Tests of the executable.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const SECRET: &str = "a-secret-for-the-sandbox-gateway";

fn sandbox(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox-gateway"));
    command.current_dir(folder).env_remove("RUST_LOG").env_remove("TESTCLOUD_SANDBOX_SECRET");
    command.args(["--sandbox-listen", "127.0.0.1:0"]).stdin(Stdio::null());
    command
}

#[test]
fn executable_listens_with_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = sandbox(folder.path())
        .env("TESTCLOUD_SANDBOX_SECRET", SECRET)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();

    let lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let is_listening =
        lines.map_while(Result::ok).any(|line| line.contains("the sandbox gateway is listening"));

    process.kill().unwrap();
    process.wait().unwrap();
    assert!(is_listening && folder.path().join("sandbox-gateway.jsonl").exists());
}

#[test]
fn startup_errors_name_the_setting() {
    let folder = tempfile::tempdir().unwrap();
    for (option, secret, expected) in [
        (None, None, "TESTCLOUD_SANDBOX_SECRET is not set"),
        (None, Some("abababababababab"), "TESTCLOUD_SANDBOX_SECRET"),
        (Some("--clock=yesterday"), Some(SECRET), "yesterday"),
        (Some("--nonsense"), Some(SECRET), "see sandbox-gateway --help"),
        (Some("--sandbox-log=/proc/none/log"), Some(SECRET), "/proc/none/log"),
    ] {
        let mut command = sandbox(folder.path());
        command.args(option).envs(secret.map(|secret| ("TESTCLOUD_SANDBOX_SECRET", secret)));

        let output = command.output().unwrap();

        let message = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn help_lists_the_options() {
    let folder = tempfile::tempdir().unwrap();

    let output = sandbox(folder.path()).arg("--help").output().unwrap();

    let help = String::from_utf8(output.stdout).unwrap();
    for option in ["--sandbox-listen", "--sandbox-log", "--app-origin", "--clock", "TESTCLOUD_SANDBOX_SECRET"]
    {
        assert!(output.status.success() && help.contains(option), "{option} is not explained in {help}");
    }
}
