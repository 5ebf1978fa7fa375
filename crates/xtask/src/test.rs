//! The test command: runs suites as steps and prints a summary.

use std::{ffi::OsString, process::Command};

use anyhow::{Result, bail};
use fs_err as fs;
use xshell::cmd;

use crate::{
    Engine, Suite,
    amounts::{self, native_digest},
    build,
    cargo_test::in_browser,
    children::Children,
    e2e, element, engines, lint,
    sample::SampleService,
    say, size,
    steps::{Step, Summary, run_steps},
    stripe,
    tools::Tools,
    workspace,
};

const UNIT: Step = ("unit tests", unit);
const API: Step = ("API against its document", api);
const STRIPE: Step = ("Stripe's clients against the sandbox", stripe::test);
const ELEMENT: Step = ("tests of the element", || element::run("test"));
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

/// Runs a suite, or all suites, and prints a summary.
pub fn run(suite: Option<Suite>) -> Result<()> {
    match suite {
        None => {
            let mut summary = Summary::default();
            summary.run_all(lint::STEPS.iter().chain(&[UNIT, API, STRIPE, ELEMENT, BROWSER]));
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
        Some(Suite::Stripe) => run_steps(&[STRIPE]),
        Some(Suite::Element) => run_steps(&[ELEMENT]),
        Some(Suite::Browser) => run_steps(&[BROWSER]),
        Some(Suite::E2e { browser, filter }) => build::build(true).and_then(|()| e2e::test(browser, &filter)),
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
