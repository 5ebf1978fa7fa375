use std::{fs, num::NonZeroUsize, path::Path, process::Command};

use super::{
    browser::{Visit, measure},
    pages::{PAGES, Page},
    report,
    report::Sample,
    verdict::{head, verdict},
};
use crate::{
    children::{Children, interruptions},
    console::say,
    failure::{Context, Failure, Outcome},
    process,
    sample_service::SampleService,
    tools::{self, Toolbox},
    workspace,
};

/// Maximum number of retries of a failed run. A successful run is never repeated, regardless of its values.
const RETRIES: u32 = 2;

/// Measures every page `runs` times on the release build in `dist/`, served by a release build of the backend, and
/// compares the medians with their limits. Writes the reports to `target/lighthouse/`.
///
/// # Errors
/// Lists every figure that misses its limit.
pub fn check(runs: NonZeroUsize) -> Outcome {
    let toolbox = Toolbox::open()?;
    tools::ensure_browser(&toolbox)?;
    tools::ensure_lighthouse(&toolbox)?;
    say("building the backend for release; the first build takes about 6 minutes on 2 cores");
    process::run(&mut process::cargo(&[
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--package",
        "backend",
    ]))?;
    let folder = workspace::target().join("lighthouse");
    if folder.exists() {
        // Remove the reports of an earlier run.
        fs::remove_dir_all(&folder).context(|| format!("cannot empty {}", folder.display()))?;
    }
    let scratch = folder.join("scratch");
    fs::create_dir_all(&scratch).context(|| format!("cannot create {}", scratch.display()))?;

    let mut children = Children::new(interruptions()?);
    let mut backend = Command::new(workspace::release_backend_binary());
    backend.arg("--serve-dist").arg(workspace::path("dist"));
    let service = SampleService::start(&mut children, &mut backend, &scratch)?;
    let cookie = service.sign_in()?;
    let (mut table, mut misses) = (vec![head()], Vec::new());
    for page in &PAGES {
        let samples = sample(&toolbox, &mut children, (&service, &cookie), page, (&folder, runs))?;
        let found = verdict(page, &samples);
        table.extend(found.lines);
        misses.extend(found.misses);
    }
    drop(children);
    fs::remove_dir_all(&scratch).context(|| format!("cannot remove {}", scratch.display()))?;
    table.iter().for_each(|line| say(line));
    if misses.is_empty() { Ok(()) } else { Err(Failure::new(misses.join("\n"))) }
}

fn sample(
    toolbox: &Toolbox,
    children: &mut Children,
    (service, cookie): (&SampleService, &str),
    page: &Page,
    (folder, runs): (&Path, NonZeroUsize),
) -> Outcome<Vec<Sample>> {
    let (url, cookie) = (service.url(page.path), page.signed_in.then_some(cookie));
    (1..=runs.get())
        .map(|run| {
            say(&format!("{}, run {run} of {runs}", page.name));
            let report = folder.join(format!("{}-{run}.json", page.name));
            let visit = Visit { url: &url, cookie, report: &report };
            let mut retries = RETRIES;
            loop {
                let measured = measure(toolbox, children, &folder.join("scratch"), &visit);
                match measured.and_then(|found| report::read(&found, page.path)) {
                    // Lighthouse writes its own errors to a report. There is no report if it was interrupted.
                    Err(failure) if retries > 0 && report.exists() => {
                        say(&format!("{failure}; retrying"));
                        retries -= 1;
                        fs::remove_file(&report).context(|| format!("cannot remove {}", report.display()))?;
                    }
                    outcome => return outcome,
                }
            }
        })
        .collect()
}
