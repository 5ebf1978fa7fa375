//! Lighthouse in a Chromium that was started for one run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{
    children::{Children, Watched},
    failure::{Context, Failure, Outcome},
    process, test,
    tools::{self, Toolbox},
};

const NAME: &str = "chromium";
/// What Lighthouse's own launcher turns off so that nothing but the page is busy.
const QUIET: [&str; 9] = [
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    "--no-default-browser-check",
    "--mute-audio",
];
const CATEGORIES: &str = "--only-categories=performance,accessibility,best-practices";

/// One visit to measure.
pub struct Visit<'a> {
    pub url: &'a str,
    /// The cookie every request carries.
    pub cookie: Option<&'a str>,
    /// Where the report is kept.
    pub report: &'a Path,
}

/// Starts Chromium with an empty profile in `folder`, has Lighthouse measure a visit as a phone would make it, ends
/// Chromium, and returns the report.
///
/// # Errors
/// When a program is missing or fails, or there is no report.
pub fn measure(toolbox: &Toolbox, children: &mut Children, folder: &Path, visit: &Visit) -> Outcome<Value> {
    let profile = folder.join("profile");
    if profile.exists() {
        fs::remove_dir_all(&profile).context(|| format!("cannot empty {}", profile.display()))?;
    }
    let measured = start(toolbox, children, &profile).and_then(|port| audit(toolbox, &port, folder, visit));
    children.end(NAME);
    measured?;
    let report = visit.report.display();
    let text = fs::read(visit.report).context(|| format!("cannot read {report}"))?;
    serde_json::from_slice(&text).context(|| format!("{report} is no report"))
}

/// The port at which Chromium takes orders.
fn start(toolbox: &Toolbox, children: &mut Children, profile: &Path) -> Outcome<String> {
    let browser = tools::ensure_browser(toolbox)?;
    let mut chromium = Command::new(browser.chromium);
    chromium.args(test::chromium_switches()).args(QUIET).arg("--remote-debugging-port=0");
    chromium.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
    children.start(NAME, chromium.stdout(Stdio::null()).stderr(Stdio::null()))?;
    let port = || fs::read_to_string(port_file(profile)).ok().and_then(|text| port_in(&text));
    match children.until(|| port().is_some())? {
        Watched::Ready => port().ok_or_else(|| Failure::new("chromium took its port back")),
        Watched::Stopped => Err(Failure::new("stopped")),
    }
}

fn port_file(profile: &Path) -> PathBuf {
    profile.join("DevToolsActivePort")
}

/// Chromium writes the port into the first line and an address into the second, so that a whole second line tells
/// that the first one is whole.
fn port_in(text: &str) -> Option<String> {
    let (port, address) = text.split_once('\n')?;
    (!address.is_empty()).then(|| port.to_owned())
}

fn audit(toolbox: &Toolbox, port: &str, folder: &Path, visit: &Visit) -> Outcome {
    let mut lighthouse = tools::ensure_lighthouse(toolbox)?;
    lighthouse.arg(visit.url).args(["--quiet", "--output=json", "--form-factor=mobile", CATEGORIES]);
    lighthouse.arg(format!("--port={port}")).arg(format!("--output-path={}", visit.report.display()));
    if let Some(cookie) = visit.cookie {
        // Not on the command line, where every process of the machine can read it.
        let headers = folder.join("headers.json");
        fs::write(&headers, json!({ "Cookie": cookie }).to_string())
            .context(|| format!("cannot write {}", headers.display()))?;
        lighthouse.arg(format!("--extra-headers={}", headers.display()));
    }
    process::run(&mut lighthouse)
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_port_is_there_once_the_line_after_it_is() {
        assert_eq!(port_in("40525\n/devtools/browser/1").as_deref(), Some("40525"));
        assert_eq!(port_in("405"), None);
        assert_eq!(port_in("40525\n"), None);
    }
}
