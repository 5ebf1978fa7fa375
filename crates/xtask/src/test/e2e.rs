use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use super::chromium;
use crate::{
    failure::{Context, Failure, Outcome},
    process,
    tools::{self, Browser, Toolbox},
    workspace,
};

/// Runs the journeys against the release build in `dist/` and a backend each.
///
/// # Errors
/// When a tool cannot be had, something does not build, or a journey fails.
pub fn test(filter: &[String]) -> Outcome {
    journeys("e2e", filter)
}

/// Pictures every page, at three widths and in both colour schemes.
///
/// # Errors
/// As [`test`].
pub fn screenshots() -> Outcome {
    journeys("screenshots", &["--ignored".to_owned(), "every_page_is_pictured".to_owned()])
}

fn journeys(evidence: &str, chosen: &[String]) -> Outcome {
    let toolbox = Toolbox::open()?;
    let browser = tools::ensure_browser(&toolbox)?;
    let axe = tools::ensure_axe(&toolbox)?;
    process::run(&mut process::cargo(&["build", "--quiet", "--locked", "--package", "backend"]))?;
    let driver = Driver::start(&browser)?;
    let evidence = workspace::target().join(evidence);
    // What an earlier run left must not be taken for this one's.
    if evidence.exists() {
        fs::remove_dir_all(&evidence).context(|| format!("cannot empty {}", evidence.display()))?;
    }
    fs::create_dir_all(&evidence).context(|| format!("cannot create {}", evidence.display()))?;
    let mut journeys = process::cargo(&["test", "--locked", "--package", "e2e", "--", "--test-threads=2"]);
    journeys
        .args(chosen)
        .env("E2E_WEBDRIVER", &driver.address)
        .env("E2E_CAPABILITIES", chromium::capabilities(&browser).to_string())
        .env("E2E_BACKEND", workspace::backend_binary())
        .env("E2E_AXE", axe)
        .env("E2E_DIST", workspace::path("dist"))
        .env("E2E_EVIDENCE", evidence);
    process::run(&mut journeys)
}

/// One chromedriver for a whole run, ended with it.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start(browser: &Browser) -> Outcome<Self> {
        let mut process = Command::new(&browser.driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .context(|| "cannot start chromedriver".into())?;
        let mut lines = BufReader::new(process.stdout.take().expect("standard output is piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
        // Nobody reads on, but a full pipe would stop the driver.
        std::thread::spawn(move || lines.for_each(drop));
        let driver = Self { process, address: format!("http://127.0.0.1:{}", port.unwrap_or_default()) };
        port.map(|_| driver).ok_or_else(|| Failure::new("chromedriver did not say which port it listens on"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_port_stands_in_the_line_of_success() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 40525."), Some(40525));
    }

    #[test]
    fn other_lines_name_no_port() {
        assert_eq!(port_in("Starting ChromeDriver 150.0 on port 0"), None);
    }
}
