use std::{path::Path, process::Command};

use serde_json::{Value, json};

use super::{Ready, SESSIONS, running::Driver};
use crate::{
    failure::Outcome,
    tools::{self, Browser, Toolbox, is_root},
};

/// Starts one chromedriver, which supports any number of sessions.
pub fn start(toolbox: &Toolbox, folder: &Path) -> Outcome<Ready> {
    let browser = tools::ensure_browser(toolbox)?;
    let driver = Driver::start(&folder.join("chromedriver.log"), |port| {
        let mut command = Command::new(&browser.driver);
        command.arg(format!("--port={port}"));
        command
    })?;
    Ok(Ready {
        capabilities: capabilities(&browser),
        addresses: vec![driver.address.clone(); SESSIONS],
        _running: vec![driver.into_running()],
    })
}

/// Returns the switches for all test browsers.
pub fn switches() -> Vec<&'static str> {
    let mut switches = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    if is_root() {
        switches.push("--no-sandbox");
    }
    switches
}

/// Returns the requested capabilities of a session.
pub fn capabilities(browser: &Browser) -> Value {
    json!({ "goog:chromeOptions": { "binary": browser.chromium, "args": switches() } })
}
