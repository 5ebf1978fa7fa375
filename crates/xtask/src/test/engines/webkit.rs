use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use super::{
    Ready, SESSIONS,
    running::{Driver, Running},
};
use crate::{
    failure::{Context, Failure, Outcome},
    tools::{self, Toolbox},
};

/// Size of the virtual screen, larger than the largest window of a journey.
const SCREEN: &str = "1600x1200x24";
/// Turns off animations in all sessions. WebKitGTK has no capability for it.
const NO_MOTION: &str = "[Settings]\ngtk-enable-animations=0\n";
/// Shrinks the toolbar, which would otherwise prevent windows as narrow as a phone.
const SMALL_TOOL_BAR: &str =
    "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }\n";

/// Starts a virtual screen, and a driver for each session, because a driver supports only one session at a time.
pub fn start(toolbox: &Toolbox, folder: &Path) -> Outcome<Ready> {
    let webkit = tools::ensure_webkit(toolbox)?;
    let settings = folder.join("settings");
    write_settings(&settings)?;
    let (screen, display) = start_screen(&webkit.screen)?;
    let drivers = (0..SESSIONS)
        .map(|number| {
            Driver::start(&folder.join(format!("webkitwebdriver-{number}.log")), |port| {
                let mut command = Command::new(&webkit.driver);
                command.arg(format!("--port={port}")).env("DISPLAY", &display);
                // Sets the language of the pages, for which there is also no capability.
                command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env_remove("LANGUAGE");
                command.env("XDG_CONFIG_HOME", &settings);
                command
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    let addresses = drivers.iter().map(|driver| driver.address.clone()).collect();
    let running = drivers.into_iter().map(Driver::into_running).chain([screen]).collect();
    Ok(Ready {
        capabilities: json!({ "webkitgtk:browserOptions": { "args": [
            "--automation",
            // The journeys open a second tab with a script, without a click.
            "--javascript-can-open-windows-automatically=true",
        ] } }),
        addresses,
        _running: running,
    })
}

fn write_settings(folder: &Path) -> Outcome {
    let gtk = folder.join("gtk-3.0");
    fs::create_dir_all(&gtk)
        .and_then(|()| fs::write(gtk.join("settings.ini"), NO_MOTION))
        .and_then(|()| fs::write(gtk.join("gtk.css"), SMALL_TOOL_BAR))
        .context(|| format!("cannot write {}", gtk.display()))
}

/// Starts the virtual screen. Returns it with the name of its display.
fn start_screen(xvfb: &Path) -> Outcome<(Running, String)> {
    let mut child = Command::new(xvfb)
        .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
        // Do not reset when the last window closes, because the server accepts no windows during a reset.
        .arg("-noreset")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context(|| "cannot start Xvfb".into())?;
    let output = child.stdout.take().expect("standard output is piped");
    let screen = Running::hold(child);
    let mut number = String::new();
    BufReader::new(output)
        .read_line(&mut number)
        .context(|| "cannot read the display number of Xvfb".into())?;
    match number.trim() {
        "" => Err(Failure::new("Xvfb did not start")),
        number => Ok((screen, format!(":{number}"))),
    }
}
