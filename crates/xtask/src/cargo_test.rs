//! Runs `cargo test`, natively and in a browser.

use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::tools::Tools;

const WASM: &str = "wasm32-unknown-unknown";

/// Runs tests as WebAssembly in Chromium and returns their output. `variables` are environment variables for the build.
pub fn in_browser(
    cargo_arguments: &[&str],
    test_arguments: &[&str],
    variables: &[(&str, &str)],
) -> Result<String> {
    let tools = Tools::open()?;
    tools.ensure_wasm_target()?;
    tools.ensure_wasm_bindgen()?;
    tools.chromium()?;
    let (sh, xtask) = (&tools.sh, std::env::current_exe()?);
    let runner = format!("target.{WASM}.runner = {}", serde_json::json!([xtask, "wasm-runner"]));
    let test = cmd!(sh, "cargo test --locked --target {WASM} --config {runner} {cargo_arguments...} --");
    let test = test.args(test_arguments).envs(variables.iter().copied());
    run_tests(test.env("WASM_BINDGEN_TEST_ONLY_WEB", "1").env("WASM_BINDGEN_TEST_TIMEOUT", "300").into())
}

/// Runs `cargo test`, forwards its output to the terminal, and returns the output.
pub fn run_tests(mut test: Command) -> Result<String> {
    let mut child = test.stdout(Stdio::piped()).spawn()?;
    let mut output = child.stdout.take().context("standard output is piped")?;
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = output.read(&mut buffer) {
        let _ = std::io::stdout().write_all(&buffer[..length]);
        bytes.extend_from_slice(&buffer[..length]);
    }
    let status = child.wait()?;
    ensure!(status.success(), "tests failed ({status})");
    let output = String::from_utf8_lossy(&bytes).into_owned();
    ensure!(passed(&output) > 0, "no test has such a name");
    Ok(output)
}

/// Returns the number of passed tests, according to the summary lines of all test binaries.
fn passed(output: &str) -> usize {
    let counts = output.lines().filter(|line| line.starts_with("test result:"));
    counts
        .filter_map(|line| line.split("passed").next()?.split_whitespace().last()?.parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_all_binaries_are_summed() {
        let output = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 0 ignored\n\ntest result: ok. 3 passed; 0 failed\n";

        assert_eq!(passed(output), 15);
        assert_eq!(passed("no tests to run!\n"), 0);
    }
}
