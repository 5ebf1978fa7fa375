use std::{fs, path::Path};

use super::{
    count,
    engines::{self, SIDE_BY_SIDE},
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

/// The journeys that every engine makes on every change, with their files: from sign-in to the paid receipt, and with
/// translated pages.
const MAIN: [(&str, &str); 2] = [
    ("sessions", "three_more_sessions_are_paid_for_sixteen_of_thirty_one_days"),
    ("translation", "translated_pages_show_and_charge_the_current_amount"),
];

/// Runs the journeys in an engine, against the release build in `dist/` and a backend each.
///
/// # Errors
/// When a tool cannot be had, something does not build, a journey fails, or none has such a name.
pub fn test(engine: Engine, filter: &[String]) -> Outcome {
    journeys(engine, &format!("e2e/{}", engine.word()), filter)
}

/// Runs the main journeys only.
///
/// # Errors
/// As [`test`].
pub fn test_main(engine: Engine) -> Outcome {
    test(engine, &MAIN.map(|(_, name)| name.to_owned()))
}

/// Measures how soon a new amount is on the screen, with nothing else running beside it.
///
/// # Errors
/// As [`test`].
pub fn hand_speed() -> Outcome {
    let chosen = ["--ignored", "new_amount_is_painted"].map(str::to_owned);
    journeys(Engine::Chromium, "hand-speed", &chosen)
}

/// Pictures every page and state, at three widths, in both colour schemes and two languages, into one page.
///
/// # Errors
/// As [`test`].
pub fn screenshots() -> Outcome {
    let chosen = ["--ignored", "every_page_is_captured_in_a_screenshot"].map(str::to_owned);
    journeys(Engine::Chromium, "screenshots", &chosen)?;
    let folder = workspace::target().join("screenshots");
    gallery::write_index(&folder)?;
    say(&format!("the gallery is {}", folder.join("index.html").display()));
    Ok(())
}

fn journeys(engine: Engine, evidence: &str, chosen: &[String]) -> Outcome {
    let toolbox = Toolbox::open()?;
    let axe = tools::ensure_axe(&toolbox)?;
    let accessibility_checker = tools::ensure_accessibility_checker(&toolbox)?;
    process::run(&mut process::cargo(&["build", "--quiet", "--locked", "--package", "backend"]))?;
    let evidence = workspace::target().join(evidence);
    empty(&evidence)?;
    let drivers = evidence.join("drivers");
    empty(&drivers)?;
    let ready = engines::start(engine, &toolbox, &drivers)?;
    let mut journeys = process::cargo(&["test", "--locked", "--package", "e2e", "--"]);
    journeys
        .arg(format!("--test-threads={SIDE_BY_SIDE}"))
        .args(chosen)
        .env("E2E_ENGINE", engine.word())
        .env("E2E_WEBDRIVERS", ready.addresses.join(","))
        .env("E2E_CAPABILITIES", ready.capabilities.to_string())
        .env("E2E_BACKEND", workspace::backend_binary())
        .env("E2E_AXE", axe)
        .env("E2E_ACCESSIBILITY_CHECKER", accessibility_checker)
        .env("E2E_DIST", workspace::path("dist"))
        .env("E2E_EVIDENCE", &evidence);
    count::run(&mut journeys, "no journey has such a name").map(drop)
}

/// A folder with nothing in it: what an earlier run left must not be taken for this one's.
fn empty(folder: &Path) -> Outcome {
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
