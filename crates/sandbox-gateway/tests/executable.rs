//! Tests of the executable.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Duration;

const KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

fn sandbox(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox-gateway"));
    for variable in ["RUST_LOG", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"] {
        command.env_remove(variable);
    }
    command.current_dir(folder).args(["--sandbox-listen", "127.0.0.1:0"]).stdin(Stdio::null());
    command
}

#[test]
fn executable_listens_with_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut process =
        sandbox(folder.path()).env("STRIPE_API_KEY", KEY).stderr(Stdio::piped()).spawn().unwrap();

    let lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let is_listening = lines.map_while(Result::ok).any(|line| line.contains("the sandbox is listening"));

    process.kill().unwrap();
    process.wait().unwrap();
    assert!(is_listening && folder.path().join("sandbox-gateway.jsonl").exists());
}

#[test]
fn startup_errors_name_the_setting() {
    let folder = tempfile::tempdir().unwrap();
    for (option, key, expected) in [
        (None, None, "STRIPE_API_KEY is not set"),
        (None, Some("sk_live_4eC39HqLyjWDarjtT1zdp7dc"), "STRIPE_API_KEY is not a test key"),
        (Some("--clock=yesterday"), Some(KEY), "yesterday"),
        (Some("--nonsense"), Some(KEY), "see sandbox-gateway --help"),
        (Some("--sandbox-log=/proc/none/log"), Some(KEY), "/proc/none/log"),
        (Some("--webhook-url=http://127.0.0.1:1/"), Some(KEY), "STRIPE_WEBHOOK_SECRET"),
        (Some("--sandbox-control-listen=0.0.0.0:0"), Some(KEY), "not loopback"),
    ] {
        let mut command = sandbox(folder.path());
        command.args(option).envs(key.map(|key| ("STRIPE_API_KEY", key)));

        let output = command.output().unwrap();

        let message = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && message.contains(expected), "{expected}: {message}");
        assert!(!message.contains("4eC39"), "the key is in {message}");
    }
}

#[test]
fn help_lists_the_options() {
    let folder = tempfile::tempdir().unwrap();

    let output = sandbox(folder.path()).arg("--help").output().unwrap();

    let help = String::from_utf8(output.stdout).unwrap();
    for option in ["--sandbox-listen", "--sandbox-log", "--webhook-url", "--clock", "STRIPE_API_KEY"] {
        assert!(output.status.success() && help.contains(option), "{option} is not explained in {help}");
    }
}

#[test]
fn executable_serves_when_its_log_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox-gateway"));
    command.current_dir(folder.path()).env_remove("RUST_LOG").stdin(Stdio::null());
    command.args(["--sandbox-listen", &address.to_string()]).env("STRIPE_API_KEY", KEY);
    // Every write fails as on a full disk.
    let mut process = command.stderr(File::create("/dev/full").unwrap()).spawn().unwrap();

    let answer = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let mut connection = TcpStream::connect(address).ok()?;
        let request = format!(
            "GET /v1/account HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\r\n"
        );
        connection.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer).ok()?;
        Some(answer)
    });

    let ended = process.try_wait().unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(ended, None, "the process has ended");
    let answer = answer.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
