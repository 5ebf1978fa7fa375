use std::{fs, path::Path};

use super::{
    count,
    engines::{self, PARALLEL_JOURNEYS},
    gallery,
};
use crate::{
    arguments::Engine,
    console::say,
    failure::{Context, Outcome},
    process,
    tools::{self, Toolbox},
    workspace,
};

/// The main journeys, which run in every engine on every change: from sign-in to the receipt, and translated pages.
/// Each is a file and the name of a test.
const MAIN: [(&str, &str); 2] = [
    ("sessions", "three_more_sessions_are_paid_for_sixteen_of_thirty_one_days"),
    ("translation", "translated_pages_show_and_charge_the_current_amount"),
];

/// Runs the journeys in an engine against the release build in `dist/`, each with a separate backend.
///
/// # Errors
/// Fails if a journey fails or no journey matches the filter.
pub fn test(engine: Engine, filter: &[String]) -> Outcome {
    journeys(engine, &format!("e2e/{}", engine.word()), PARALLEL_JOURNEYS, filter)
}

/// Runs only the main journeys.
pub fn test_main(engine: Engine) -> Outcome {
    test(engine, &MAIN.map(|(_, name)| name.to_owned()))
}

/// Runs the tests of input latency that do not depend on the speed of the machine, without other tests in parallel.
pub fn test_input_latency() -> Outcome {
    let filter = ["--ignored", "input_latency::new_amount"].map(str::to_owned);
    journeys(Engine::Chromium, "input-latency", 1, &filter)
}

/// Measures input latency, also on a slow processor.
pub fn input_latency() -> Outcome {
    let filter = ["--ignored", "input_latency::"].map(str::to_owned);
    journeys(Engine::Chromium, "input-latency", 1, &filter)
}

/// Takes screenshots of every page and state, at three widths, in both color schemes and two languages, and writes a
/// gallery of them.
pub fn screenshots() -> Outcome {
    let filter = ["--ignored", "every_page_is_captured_in_a_screenshot"].map(str::to_owned);
    journeys(Engine::Chromium, "screenshots", PARALLEL_JOURNEYS, &filter)?;
    let folder = workspace::target().join("screenshots");
    gallery::write_index(&folder)?;
    say(&format!("the gallery is {}", folder.join("index.html").display()));
    Ok(())
}

fn journeys(engine: Engine, evidence: &str, parallel: usize, filter: &[String]) -> Outcome {
    let toolbox = Toolbox::open()?;
    let axe = tools::ensure_axe(&toolbox)?;
    let accessibility_checker = tools::ensure_accessibility_checker(&toolbox)?;
    process::run(&mut process::cargo(&["build", "--quiet", "--locked", "--package", "backend"]))?;
    let evidence = workspace::target().join(evidence);
    recreate(&evidence)?;
    let drivers = evidence.join("drivers");
    recreate(&drivers)?;
    let engine_drivers = engines::start(engine, &toolbox, &drivers)?;
    let mut journeys = process::cargo(&["test", "--locked", "--package", "e2e", "--"]);
    journeys
        .arg(format!("--test-threads={parallel}"))
        .args(filter)
        .env("E2E_ENGINE", engine.word())
        .env("E2E_WEBDRIVERS", engine_drivers.addresses.join(","))
        .env("E2E_CAPABILITIES", engine_drivers.capabilities.to_string())
        .env("E2E_BACKEND", workspace::backend_binary())
        .env("E2E_AXE", axe)
        .env("E2E_ACCESSIBILITY_CHECKER", accessibility_checker)
        .env("E2E_DIST", workspace::path("dist"))
        .env("E2E_EVIDENCE", &evidence);
    count::run(&mut journeys, "no journey has such a name").map(drop)
}

/// Creates an empty folder. Removes the files of an earlier run.
fn recreate(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::MAIN;
    use crate::workspace;

    #[test]
    fn main_journeys_exist() {
        for (file, name) in MAIN {
            let file = workspace::path(&format!("tests/e2e/journeys/{file}.rs"));
            let journeys = std::fs::read_to_string(file).unwrap();

            assert!(journeys.contains(&format!("async fn {name}()")));
        }
    }
}
