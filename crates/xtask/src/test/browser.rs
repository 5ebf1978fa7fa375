use std::{ffi::OsString, fs, path::Path, process::Command};

use super::{count, engines::chromium};
use crate::{
    amounts,
    console::say,
    failure::{Context, Failure, Outcome},
    process,
    tools::{self, Toolbox},
    workspace,
};

/// Number of inputs in the digest that compares native and browser runs.
const SAME: u64 = 100_000;
const TARGET: &str = "wasm32-unknown-unknown";

/// Runs the tests of `billing` and the app as WebAssembly in Chromium.
///
/// # Errors
/// Fails if a test fails or no test ran.
pub fn test() -> Outcome {
    say("billing in the browser");
    let digest = amounts::native(SAME, false)?;
    in_browser(&["--package", "billing", "--tests"], &[], &[digest.variable()])?;
    say("the app in the browser");
    in_browser(&["--package", "testcloud-upgrading", "--test", "browser"], &[], &[]).map(drop)
}

/// Runs tests as WebAssembly in Chromium and returns their output. `variables` are environment variables for the build.
///
/// # Errors
/// Fails if a test fails or no test ran.
pub fn in_browser(
    cargo_arguments: &[&str],
    test_arguments: &[&str],
    variables: &[(&str, &str)],
) -> Outcome<String> {
    tools::ensure_wasm_target()?;
    let toolbox = Toolbox::open()?;
    tools::ensure_wasm_bindgen(&toolbox)?;
    tools::ensure_browser(&toolbox)?;
    let mut test = process::cargo(&["test", "--locked", "--target", TARGET, "--config", &runner()?]);
    test.args(cargo_arguments)
        .arg("--")
        .args(test_arguments)
        .envs(variables.iter().copied())
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    count::run(&mut test, "no test ran in the browser")
}

fn runner() -> Outcome<String> {
    let xtask = std::env::current_exe().context(|| "cannot find the path of xtask".into())?;
    let xtask = xtask.to_str().ok_or_else(|| Failure::new("the path of xtask is not UTF-8"))?;
    Ok(format!("target.{TARGET}.runner = {}", serde_json::json!([xtask, "wasm-runner"])))
}

/// Runs `wasm-bindgen-test-runner` for cargo, in a folder with a `webdriver.json`. The runner reads the switches of the
/// browser only from this file in its working folder.
pub fn run_wasm_tests(arguments: &[OsString]) -> Outcome {
    let toolbox = Toolbox::open()?;
    let browser = tools::ensure_browser(&toolbox)?;
    let folder = workspace::target().join("webdriver");
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
    let switches = chromium::capabilities(&browser).to_string();
    fs::write(folder.join("webdriver.json"), switches).context(|| "cannot write webdriver.json".into())?;
    process::run(runner_in(&folder, &toolbox).args(arguments).env("CHROMEDRIVER", browser.driver))
}

fn runner_in(folder: &Path, toolbox: &Toolbox) -> Command {
    let mut runner = toolbox.command("wasm-bindgen-test-runner");
    runner.current_dir(folder);
    runner
}
