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

/// Inputs that native and browser are compared on.
const SAME: u64 = 100_000;
const TARGET: &str = "wasm32-unknown-unknown";

/// Runs `billing`'s tests and the app's as wasm in a real Chromium.
///
/// # Errors
/// When a tool cannot be had, a test fails, or there was no test to run.
pub fn test() -> Outcome {
    say("billing in the browser");
    let digest = amounts::native(SAME, false)?;
    in_browser(&["--package", "billing", "--tests"], &[], &[digest.variable()])?;
    say("the app in the browser");
    in_browser(&["--package", "testcloud-upgrading", "--test", "browser"], &[], &[]).map(drop)
}

/// Runs tests as wasm in Chromium, with environment variables to build in, and returns what they printed.
///
/// # Errors
/// As [`test`].
pub fn in_browser(what: &[&str], passed_on: &[&str], built_in: &[(&str, &str)]) -> Outcome<String> {
    tools::ensure_wasm_target()?;
    let toolbox = Toolbox::open()?;
    tools::ensure_wasm_bindgen(&toolbox)?;
    tools::ensure_browser(&toolbox)?;
    let mut test = process::cargo(&["test", "--locked", "--target", TARGET, "--config", &runner()?]);
    test.args(what)
        .arg("--")
        .args(passed_on)
        .envs(built_in.iter().copied())
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    count::run(&mut test, "no test ran in the browser")
}

fn runner() -> Outcome<String> {
    let this = std::env::current_exe().context(|| "cannot find this program".into())?;
    let this = this.to_str().ok_or_else(|| Failure::new("this checkout's path is not text"))?;
    Ok(format!("target.{TARGET}.runner = {}", serde_json::json!([this, "wasm-runner"])))
}

/// Stands between cargo and `wasm-bindgen-test-runner`, which takes the browser's switches from a file in its working folder only.
///
/// # Errors
/// When a tool is missing or a test fails.
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
