//! Checks the sign-in and the upgrading page of the release build with Lighthouse CI.

use std::{fs::Permissions, num::NonZeroUsize, os::unix::fs::PermissionsExt, path::Path, process::Command};

use anyhow::{Result, ensure};
use fs_err as fs;
use serde_json::{Value, json};
use xshell::cmd;

use crate::{children::Children, engines, sample::SampleService, say, tools::Tools, workspace};

const SIGN_IN: &str = "/sign-in";
const UPGRADING: &str = "/organizations/101/settings/subscription-management/testcloud/upgrade?add=3";

/// Measures both pages `runs` times on the release build in `dist/`, served by a release build of the backend, and
/// compares the medians with the limits in `lighthouserc.json`. Writes the reports to `target/lighthouse/`.
pub fn check(runs: NonZeroUsize) -> Result<()> {
    let tools = Tools::open()?;
    let (sh, chromium) = (&tools.sh, tools.chromium()?.program);
    tools.ensure_npm()?;
    say("building the backend for release; the first build takes about 6 minutes on 2 cores");
    cmd!(sh, "cargo build --quiet --release --locked --package backend").run()?;
    let folder = workspace::empty_target("lighthouse")?;
    // lhci also writes the session cookie to a file in this folder.
    fs::set_permissions(&folder, Permissions::from_mode(0o700))?;

    let mut children = Children::new()?;
    let mut backend = Command::new(workspace::target("release/backend"));
    backend.arg("--serve-dist").arg(workspace::path("dist"));
    let database = folder.join("backend");
    fs::create_dir(&database)?;
    let service = SampleService::start(&mut children, &mut backend, &database)?;
    let urls = [SIGN_IN, UPGRADING].map(|path| format!("{}{path}", service.url));
    let cookie = json!({ "Cookie": service.sign_in()? });

    let _folder = sh.push_dir(&folder);
    let config = folder.join("collect.json");
    for (url, headers, mode) in [(&urls[0], json!({}), None), (&urls[1], cookie, Some("--additive"))] {
        let settings = json!({
            "chromeFlags": engines::chromium_switches().join(" "),
            "extraHeaders": headers.to_string(),
            "onlyCategories": ["performance", "accessibility", "best-practices"],
        });
        let collect =
            json!({ "url": [url], "numberOfRuns": runs, "chromePath": chromium, "settings": settings });
        fs::write(&config, json!({ "ci": { "collect": collect } }).to_string())?;
        cmd!(sh, "lhci collect --config {config} {mode...}").run()?;
        fs::remove_file(&config)?;
    }
    drop(children);
    let limits = workspace::path("crates/xtask/lighthouserc.json");
    let within_limits = cmd!(sh, "lhci assert --config {limits} --includePassedAssertions").run();
    let reports = folder.join(".lighthouseci");
    check_pages(&reports, &urls, runs.get())?;
    Ok(within_limits?)
}

/// Checks that every report is of its own page and every page has a limit.
fn check_pages(reports: &Path, urls: &[String], runs: usize) -> Result<()> {
    let read = |file: &Path| -> Result<Value> { Ok(serde_json::from_str(&fs::read_to_string(file)?)?) };
    let mut measured = Vec::new();
    for file in workspace::files(reports, &["json"])? {
        if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lhr-")) {
            let report = read(&file)?;
            let (requested, shown) = (&report["requestedUrl"], &report["finalDisplayedUrl"]);
            // Without a valid session, the app redirects to the sign-in page, which has other limits.
            ensure!(requested == shown, "Lighthouse was started for {requested} but measured {shown}");
            say(format!("{requested}: machine speed {}", report["environment"]["benchmarkIndex"]));
            measured.push(requested.as_str().unwrap_or_default().to_owned());
        }
    }
    let asserted = read(&reports.join("assertion-results.json"))?;
    for url in urls {
        let count = measured.iter().filter(|measured| *measured == url).count();
        ensure!(count == runs, "{url} has {count} reports, not {runs}");
        let has_limit = asserted.as_array().into_iter().flatten().any(|assertion| assertion["url"] == **url);
        ensure!(has_limit, "no limit in lighthouserc.json applies to {url}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(shown: &str, asserted: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, value: Value| fs::write(folder.path().join(name), value.to_string()).unwrap();
        write("lhr-1.json", json!({ "requestedUrl": "http://a/sign-in", "finalDisplayedUrl": shown }));
        write("assertion-results.json", json!([{ "url": asserted }]));
        check_pages(folder.path(), &["http://a/sign-in".to_owned()], 1)
            .map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn redirected_page_is_an_error() {
        assert_eq!(error("http://a/sign-in", "http://a/sign-in"), "");
        assert!(error("http://a/", "http://a/sign-in").contains("but measured"));
    }

    #[test]
    fn page_without_a_limit_is_an_error() {
        assert!(error("http://a/sign-in", "http://a/").contains("no limit"));
    }
}
