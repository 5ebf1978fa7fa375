use super::{api, browser, e2e, steps::Steps};
use crate::{
    arguments::{Engine, Suite},
    build, console,
    failure::Outcome,
    lint, process, size,
};

/// The journeys of a run without a suite: all journeys in Chromium and the main journeys in the other engines.
const JOURNEYS: [lint::Check; 4] = [
    ("journeys", || e2e::test(Engine::Chromium, &[])),
    ("input latency", e2e::test_input_latency),
    ("main journeys in Firefox", || e2e::test_main(Engine::Firefox)),
    ("main journeys in WebKit", || e2e::test_main(Engine::WebKit)),
];

/// Runs a suite, or all suites, and prints a summary.
///
/// # Errors
/// Fails if a step fails.
pub fn run(suite: Option<Suite>) -> Outcome {
    let mut steps = Steps::new(console::say);
    match suite {
        None => {
            lint_steps(&mut steps);
            steps.step("unit tests", unit);
            steps.step("API against its document", api::test);
            steps.step("tests in a browser", browser::test);
            if steps.step("release build", || build::build(true)) {
                steps.step("size of a first visit", size::check);
                for (name, journeys) in JOURNEYS {
                    steps.step(name, journeys);
                }
            } else {
                steps.skip("size of a first visit", "the release build");
                for (name, _) in JOURNEYS {
                    steps.skip(name, "the release build");
                }
            }
        }
        Some(Suite::Unit) => {
            steps.step("unit tests", unit);
        }
        Some(Suite::Api) => {
            steps.step("API against its document", api::test);
        }
        Some(Suite::Browser) => {
            steps.step("tests in a browser", browser::test);
        }
        Some(Suite::E2e { browser, filter }) => {
            if steps.step("release build", || build::build(true)) {
                steps.step("journeys", || e2e::test(browser, &filter));
            } else {
                steps.skip("journeys", "the release build");
            }
        }
    }
    steps.summary()
}

/// Runs all checks without tests and prints a summary.
///
/// # Errors
/// Fails if a check fails.
pub fn lint() -> Outcome {
    let mut steps = Steps::new(console::say);
    lint_steps(&mut steps);
    steps.summary()
}

fn lint_steps(steps: &mut Steps) {
    for (name, check) in lint::CHECKS {
        steps.step(name, check);
    }
}

fn unit() -> Outcome {
    let packages = [
        "backend",
        "billing",
        "catalog",
        "contract",
        "gateway",
        "http-server",
        "process",
        "sandbox-gateway",
        "xtask",
    ]
    .map(|name| ["--package", name]);
    process::run(process::cargo(&["test", "--locked", "--all-features"]).args(packages.as_flattened()))?;
    // Unit tests of the app that run without a browser.
    process::run(&mut process::cargo(&["test", "--locked", "--package", "testcloud-upgrading", "--lib"]))
}
