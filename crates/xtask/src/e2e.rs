//! Runs the journeys in `tests/e2e`.

use anyhow::Result;
use clap::ValueEnum;
use fs_err as fs;
use xshell::cmd;

use crate::{
    Engine, cargo_test, element,
    engines::{self, PARALLEL_JOURNEYS},
    say,
    tools::Tools,
    workspace,
};

/// The main journeys, which run in every engine on every change: from sign-in to the receipt, in a portal, and translated
/// pages.
/// Each is a file and the name of a test.
const MAIN: [(&str, &str); 5] = [
    ("embedding", "upgrade_is_paid_in_the_element"),
    ("embedding", "upgrade_is_paid_in_a_bare_frame"),
    ("base_path", "upgrade_is_paid_below_a_base_path"),
    ("sessions", "three_more_sessions_are_paid_for_sixteen_of_thirty_one_days"),
    ("translation", "translated_pages_show_and_charge_the_current_amount"),
];
const GALLERY: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title>\
     <style>figure{display:inline-block;vertical-align:top}</style><h1>Gallery</h1>\n";

/// Runs the journeys in an engine against the release build in `dist/`, each with a separate backend.
pub fn test(engine: Engine, filter: &[String]) -> Result<()> {
    let filter: Vec<_> = filter.iter().map(String::as_str).collect();
    journeys(engine, &format!("e2e/{}", name(engine)), PARALLEL_JOURNEYS, &filter)
}

/// Runs only the main journeys.
pub fn test_main(engine: Engine) -> Result<()> {
    test(engine, &MAIN.map(|(_, name)| name.to_owned()))
}

/// Runs the tests of input latency that do not depend on the speed of the machine, without other tests in parallel.
pub fn test_input_latency() -> Result<()> {
    journeys(Engine::Chromium, "input-latency", 1, &["--ignored", "input_latency::new_amount"])
}

/// Measures input latency, also on a slow processor.
pub fn input_latency() -> Result<()> {
    journeys(Engine::Chromium, "input-latency", 1, &["--ignored", "input_latency::"])
}

/// Takes screenshots of every page and state, at three widths, in both color schemes and two languages, and writes a
/// gallery of them.
pub fn screenshots() -> Result<()> {
    let filter = ["--ignored", "every_page_is_captured_in_a_screenshot"];
    journeys(Engine::Chromium, "screenshots", PARALLEL_JOURNEYS, &filter)?;
    let folder = workspace::target("screenshots");
    let files = workspace::files(&folder, &["png"])?;
    let page = gallery(files.iter().filter_map(|file| file.file_name()?.to_str()));
    fs::write(folder.join("index.html"), page)?;
    say(format!("the gallery is {}", folder.join("index.html").display()));
    Ok(())
}

fn name(engine: Engine) -> String {
    engine.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn journeys(engine: Engine, evidence: &str, parallel: usize, filter: &[&str]) -> Result<()> {
    let tools = Tools::open()?;
    let sh = &tools.sh;
    cmd!(sh, "cargo build --quiet --locked --package backend --package portal").run()?;
    let evidence = workspace::empty_target(evidence)?;
    let drivers = evidence.join("drivers");
    fs::create_dir(&drivers)?;
    element::run("hosts")?;
    let engine_drivers = engines::start(engine, &tools, &drivers)?;
    let threads = parallel.to_string();
    let journeys = cmd!(sh, "cargo test --locked --package e2e -- --test-threads {threads} {filter...}")
        .env("E2E_ENGINE", name(engine))
        .env("E2E_WEBDRIVERS", engine_drivers.addresses.join(","))
        .env("E2E_CAPABILITIES", engine_drivers.capabilities.to_string())
        .env("E2E_BACKEND", workspace::target("debug/backend"))
        .env("E2E_PORTAL", workspace::target("debug/portal"))
        .env("E2E_AXE", tools.npm_file("axe-core/axe.min.js")?)
        .env("E2E_ACCESSIBILITY_CHECKER", tools.npm_file("accessibility-checker-engine/ace.js")?)
        .env("E2E_DIST", workspace::path("dist"))
        .env("E2E_HOSTS", workspace::target("element-hosts"))
        .env("E2E_EVIDENCE", &evidence);
    cargo_test::run_tests(journeys.into()).map(drop)
}

/// Returns a page of screenshots.
fn gallery<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let figure = |name| {
        let image = format!("<img src=\"{name}\" width=\"320\" loading=\"lazy\" alt=\"\">");
        format!("<figure><a href=\"{name}\">{image}</a><figcaption>{name}</figcaption></figure>\n")
    };
    format!("{GALLERY}{}", names.map(figure).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_journeys_exist() {
        for (file, name) in MAIN {
            let journeys =
                fs::read_to_string(workspace::path(&format!("tests/e2e/journeys/{file}.rs"))).unwrap();

            assert!(journeys.contains(&format!("async fn {name}()")));
        }
    }
}
