//! Starts the WebDriver servers of the browser engines for the journeys.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use fs_err as fs;
use serde_json::{Value, json};

use crate::{
    Engine,
    children::{free_ports, responds},
    tools::{Browser, Tools, is_root},
};

/// Number of journeys that run in parallel.
pub const PARALLEL_JOURNEYS: usize = 2;
/// Maximum number of open sessions, because some journeys have a second user.
const SESSIONS: usize = 2 * PARALLEL_JOURNEYS;
const START_TIMEOUT: Duration = Duration::from_secs(20);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// Maximum number of attempts to start a driver, because another program can take its port first.
const START_ATTEMPTS: usize = 3;
/// Size of the virtual screen, larger than the largest window of a journey.
const SCREEN: &str = "1600x1200x24";
/// Turns off animations in all sessions. WebKitGTK has no capability for it.
const NO_MOTION: &str = "[Settings]\ngtk-enable-animations=0\n";
/// Shrinks the toolbar, which would otherwise prevent windows as narrow as a phone.
const SMALL_TOOL_BAR: &str =
    "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }\n";

/// An engine whose drivers run until this value is dropped.
pub struct Ready {
    /// The requested capabilities of a session.
    pub capabilities: Value,
    /// The URL of a driver for each possible session.
    pub addresses: Vec<String>,
    /// The programs to end, in this order.
    _running: Vec<ChildProcess>,
}

/// A program that is killed when this value is dropped.
struct ChildProcess(Child);

impl Drop for ChildProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the drivers of an engine. Their logs are written to `folder`.
pub fn start(engine: Engine, tools: &Tools, folder: &Path) -> Result<Ready> {
    match engine {
        Engine::Chromium => start_chromium(&tools.chromium()?, folder),
        Engine::Firefox => start_firefox(&tools.firefox()?, folder),
        Engine::WebKit => start_webkit(&tools.webkit()?, folder),
    }
}

/// Starts one chromedriver, which supports any number of sessions.
fn start_chromium(browser: &Browser, folder: &Path) -> Result<Ready> {
    let (address, driver) = start_driver(&folder.join("chromedriver.log"), |port| {
        let mut command = Command::new(&browser.driver);
        command.arg(format!("--port={port}"));
        command
    })?;
    let capabilities = chromium_capabilities(&browser.program);
    Ok(Ready { capabilities, addresses: vec![address; SESSIONS], _running: vec![driver] })
}

/// Returns the requested capabilities of a session in Chromium.
pub fn chromium_capabilities(chromium: &Path) -> Value {
    json!({ "goog:chromeOptions": { "binary": chromium, "args": chromium_switches() } })
}

/// Returns the switches for all test browsers.
pub fn chromium_switches() -> Vec<&'static str> {
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

/// Starts a geckodriver for each session, because a geckodriver supports only one session at a time.
fn start_firefox(browser: &Browser, folder: &Path) -> Result<Ready> {
    let drivers = start_drivers(folder, "geckodriver", |port| {
        let mut command = Command::new(&browser.driver);
        command.args(["--port", &port.to_string(), "--websocket-port", "0"]);
        // The journeys need access to the browser's own window to make it as narrow as a phone.
        command.arg("--allow-system-access");
        command
    })?;
    let options = json!({ "binary": browser.program, "args": ["-headless"] });
    let (addresses, running) = drivers.into_iter().unzip();
    Ok(Ready { capabilities: json!({ "moz:firefoxOptions": options }), addresses, _running: running })
}

/// Starts a virtual screen, and a driver for each session, because a driver supports only one session at a time.
fn start_webkit(browser: &Browser, folder: &Path) -> Result<Ready> {
    let settings = folder.join("settings");
    fs::create_dir_all(settings.join("gtk-3.0"))?;
    fs::write(settings.join("gtk-3.0/settings.ini"), NO_MOTION)?;
    fs::write(settings.join("gtk-3.0/gtk.css"), SMALL_TOOL_BAR)?;
    let (screen, display) = start_screen(&browser.program)?;
    let drivers = start_drivers(folder, "webkitwebdriver", |port| {
        let mut command = Command::new(&browser.driver);
        command.arg(format!("--port={port}")).env("DISPLAY", &display);
        // Sets the language of the pages, for which there is also no capability.
        command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env_remove("LANGUAGE");
        command.env("XDG_CONFIG_HOME", &settings);
        command
    })?;
    let (addresses, mut running): (_, Vec<_>) = drivers.into_iter().unzip();
    running.push(screen);
    // The journeys open a second tab with a script, without a click.
    let arguments = ["--automation", "--javascript-can-open-windows-automatically=true"];
    let capabilities = json!({ "webkitgtk:browserOptions": { "args": arguments } });
    Ok(Ready { capabilities, addresses, _running: running })
}

/// Starts the virtual screen. Returns it with the name of its display.
fn start_screen(xvfb: &Path) -> Result<(ChildProcess, String)> {
    let mut child = Command::new(xvfb)
        .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
        // Do not reset when the last window closes, because the server accepts no windows during a reset.
        .arg("-noreset")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = child.stdout.take().context("standard output is piped")?;
    let screen = ChildProcess(child);
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    ensure!(!number.trim().is_empty(), "Xvfb did not start");
    Ok((screen, format!(":{}", number.trim())))
}

fn start_drivers(
    folder: &Path,
    name: &str,
    command: impl Fn(u16) -> Command,
) -> Result<Vec<(String, ChildProcess)>> {
    (0..SESSIONS).map(|number| start_driver(&folder.join(format!("{name}-{number}.log")), &command)).collect()
}

/// Starts a driver on a free port and waits until it responds. Returns its URL. Its output is written to the log.
fn start_driver(log: &Path, command: impl Fn(u16) -> Command) -> Result<(String, ChildProcess)> {
    for _ in 0..START_ATTEMPTS {
        let [port] = free_ports()?;
        let output = fs::File::options().create(true).append(true).open(log)?.into_parts().0;
        let mut command = command(port);
        let command = command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let mut running = ChildProcess(command.spawn().with_context(|| format!("cannot start {command:?}"))?);
        let address = format!("http://127.0.0.1:{port}");
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            let is_ready = responds(&format!("{address}/status"));
            // The response can be from another program that took the port first. The driver has then exited.
            if !matches!(running.0.try_wait(), Ok(None)) {
                break;
            }
            if is_ready {
                return Ok((address, running));
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }
    bail!("the browser's driver did not start; see {}", log.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_a_running_program_kills_it() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        let _input = child.stdin.take();

        drop(ChildProcess(child));

        // `cat` exits only if it is killed, because its input stays open.
        assert_eq!(std::io::Read::read(&mut output, &mut [0]).unwrap(), 0);
    }

    #[test]
    fn failed_driver_is_reported_with_its_log() {
        let folder = tempfile::tempdir().unwrap();

        let error = start_driver(&folder.path().join("driver.log"), |_| Command::new("false")).err().unwrap();

        assert!(error.to_string().contains("driver.log"), "{error}");
    }
}
