//! The test command: runs suites as steps and prints a summary.

use std::{
    ffi::OsString,
    io::{Read, Write},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};
use fs_err as fs;
use xshell::cmd;

use crate::{
    Engine, Suite,
    amounts::{self, native_digest},
    build,
    children::Children,
    e2e, engines, lint,
    sample::SampleService,
    say, size,
    tools::Tools,
    workspace,
};

/// The name of a step and its function.
pub type Step = (&'static str, fn() -> Result<()>);

const UNIT: Step = ("unit tests", unit);
const API: Step = ("API against its document", api);
const BROWSER: Step = ("tests in a browser", browser);
/// The steps after the release build: all journeys in Chromium and the main journeys in the other engines.
const RELEASE: [Step; 5] = [
    ("size of a first visit", size::check),
    ("journeys", || e2e::test(Engine::Chromium, &[])),
    ("input latency", e2e::test_input_latency),
    ("main journeys in Firefox", || e2e::test_main(Engine::Firefox)),
    ("main journeys in WebKit", || e2e::test_main(Engine::WebKit)),
];
/// Number of inputs in the digest that compares native and browser runs.
const SAME: u64 = 100_000;
const WASM: &str = "wasm32-unknown-unknown";

/// Runs a suite, or all suites, and prints a summary.
pub fn run(suite: Option<Suite>) -> Result<()> {
    match suite {
        None => {
            let mut summary = Summary::default();
            summary.run_all(lint::STEPS.iter().chain(&[UNIT, API, BROWSER]));
            let is_built = summary.run("release build", || build::build(true));
            for (name, work) in RELEASE {
                summary.run(name, || {
                    if is_built { work() } else { bail!("not run, because the release build failed") }
                });
            }
            summary.finish()
        }
        Some(Suite::Unit) => run_steps(&[UNIT]),
        Some(Suite::Api) => run_steps(&[API]),
        Some(Suite::Browser) => run_steps(&[BROWSER]),
        Some(Suite::E2e { browser, filter }) => build::build(true).and_then(|()| e2e::test(browser, &filter)),
    }
}

/// Runs steps and prints a summary.
pub fn run_steps(steps: &[Step]) -> Result<()> {
    let mut summary = Summary::default();
    summary.run_all(steps);
    summary.finish()
}

/// The outcome of every step.
#[derive(Default)]
struct Summary {
    lines: Vec<String>,
    failed: usize,
}

impl Summary {
    fn run_all<'a>(&mut self, steps: impl IntoIterator<Item = &'a Step>) {
        for (name, work) in steps {
            self.run(name, work);
        }
    }

    /// Runs a step, even if earlier steps failed. Returns whether it passed.
    fn run(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        say(format!("\n== {name}"));
        let start = Instant::now();
        let outcome = work();
        let seconds = start.elapsed().as_secs();
        let line = match &outcome {
            Ok(()) => format!("pass {seconds:>5} s  {name}"),
            Err(error) => format!("FAIL {seconds:>5} s  {name}: {error:#}"),
        };
        say(&line);
        self.lines.push(line);
        self.failed += usize::from(outcome.is_err());
        outcome.is_ok()
    }

    /// Prints the outcome of every step, and then the number of passed and failed steps.
    fn finish(self) -> Result<()> {
        let Self { lines, failed } = self;
        say(format!("\n{}\n{} passed, {failed} failed", lines.join("\n"), lines.len() - failed));
        ensure!(failed == 0, "{failed} failed, see above");
        Ok(())
    }
}

fn unit() -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    // The app's unit tests that run without a browser, and all tests of the other crates except the journeys.
    cmd!(sh, "cargo test --locked --all-features --workspace --exclude testcloud-upgrading --exclude e2e")
        .run()?;
    Ok(cmd!(sh, "cargo test --locked --package testcloud-upgrading --lib").run()?)
}

/// Runs Schemathesis against a backend with sample data and its OpenAPI document.
fn api() -> Result<()> {
    let tools = Tools::open()?;
    let (sh, schemathesis) = (&tools.sh, tools.python_program("schemathesis")?);
    cmd!(sh, "cargo build --quiet --locked --package backend").run()?;
    let folder = workspace::empty_target("api")?;

    let mut children = Children::new()?;
    let mut backend = Command::new(workspace::target("debug/backend"));
    let SampleService { url } = SampleService::start(&mut children, &mut backend, &folder)?;
    let (config, hooks) =
        (workspace::path("tests/api/schemathesis.toml"), workspace::path("tests/api/hooks.py"));
    // Schemathesis writes a cache to its working folder.
    let _folder = sh.push_dir(&folder);
    let test = cmd!(
        sh,
        "{schemathesis} --config-file {config} run {url}/api/v1/openapi.json --url {url} --no-color"
    );
    Ok(test
        .env("API_ORIGIN", &url)
        .env("SCHEMATHESIS_HOOKS", hooks)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .run()?)
}

/// Runs the tests of `billing` and the app as WebAssembly in Chromium.
fn browser() -> Result<()> {
    say("billing in the browser");
    let digest = native_digest(SAME, &[])?;
    in_browser(&["--package", "billing", "--tests"], &[], &[(amounts::DIGEST, &digest)])?;
    say("the app in the browser");
    in_browser(&["--package", "testcloud-upgrading", "--test", "browser"], &[], &[]).map(drop)
}

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

/// Runs `wasm-bindgen-test-runner` for cargo, in a folder with a `webdriver.json`. The runner reads the switches of the
/// browser only from this file in its working folder.
pub fn run_wasm_tests(arguments: &[OsString]) -> Result<()> {
    let tools = Tools::open()?;
    let (sh, browser) = (&tools.sh, tools.chromium()?);
    let folder = workspace::target("webdriver");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("webdriver.json"), engines::chromium_capabilities(&browser.program).to_string())?;
    sh.change_dir(folder);
    Ok(cmd!(sh, "wasm-bindgen-test-runner {arguments...}")
        .env("CHROMEDRIVER", browser.driver)
        .quiet()
        .run()?)
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

    #[test]
    fn failed_step_fails_the_run_without_stopping_it() {
        let (mut summary, mut ran) = (Summary::default(), false);

        summary.run("first", || bail!("broken"));
        summary.run("second", || {
            ran = true;
            Ok(())
        });

        assert!(ran && summary.finish().is_err());
    }

    #[test]
    fn run_of_passing_steps_passes() {
        let mut summary = Summary::default();

        assert!(summary.run("first", || Ok(())));
        assert!(summary.finish().is_ok());
    }
}
