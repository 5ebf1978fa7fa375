//! Runs Lighthouse in a new Chromium process for each measurement.

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
/// The switches of Lighthouse's own launcher, which turn off background activity.
const QUIET_SWITCHES: [&str; 9] = [
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

/// A page view to measure.
pub struct Visit<'a> {
    pub url: &'a str,
    /// The cookie for all requests.
    pub cookie: Option<&'a str>,
    /// The path of the report.
    pub report: &'a Path,
}

/// Starts Chromium with an empty profile in `folder`, runs Lighthouse with its mobile profile, ends Chromium, and
/// returns the report.
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
    serde_json::from_slice(&text).context(|| format!("{report} is not valid JSON"))
}

/// Starts Chromium and returns its remote debugging port.
fn start(toolbox: &Toolbox, children: &mut Children, profile: &Path) -> Outcome<String> {
    let browser = tools::ensure_browser(toolbox)?;
    let mut chromium = Command::new(browser.chromium);
    chromium.args(test::chromium_switches()).args(QUIET_SWITCHES).arg("--remote-debugging-port=0");
    chromium.arg(format!("--user-data-dir={}", profile.display())).arg("about:blank");
    children.start(NAME, chromium.stdout(Stdio::null()).stderr(Stdio::null()))?;
    let port = || fs::read_to_string(port_file(profile)).ok().and_then(|text| parse_port(&text));
    match children.until(|| port().is_some())? {
        Watched::Ready => {
            port().ok_or_else(|| Failure::new("cannot read the remote debugging port of chromium"))
        }
        Watched::Stopped => Err(Failure::new("stopped")),
    }
}

fn port_file(profile: &Path) -> PathBuf {
    profile.join("DevToolsActivePort")
}

/// Parses the port. Chromium writes the port to the first line and an address to the second, so the first line is
/// complete if the second is not empty.
fn parse_port(text: &str) -> Option<String> {
    let (port, address) = text.split_once('\n')?;
    (!address.is_empty()).then(|| port.to_owned())
}

fn audit(toolbox: &Toolbox, port: &str, folder: &Path, visit: &Visit) -> Outcome {
    let mut lighthouse = tools::ensure_lighthouse(toolbox)?;
    lighthouse.arg(visit.url).args(["--quiet", "--output=json", "--form-factor=mobile", CATEGORIES]);
    lighthouse.arg(format!("--port={port}")).arg(format!("--output-path={}", visit.report.display()));
    if let Some(cookie) = visit.cookie {
        // Use a file, because every process of the machine can read the command line.
        let headers = folder.join("headers.json");
        fs::write(&headers, json!({ "Cookie": cookie }).to_string())
            .context(|| format!("cannot write {}", headers.display()))?;
        lighthouse.arg(format!("--extra-headers={}", headers.display()));
    }
    process::run(&mut lighthouse)
}

#[cfg(test)]
mod tests {
    use super::parse_port;

    #[test]
    fn port_is_read_only_from_a_complete_file() {
        assert_eq!(parse_port("40525\n/devtools/browser/1").as_deref(), Some("40525"));
        assert_eq!(parse_port("405"), None);
        assert_eq!(parse_port("40525\n"), None);
    }
}
