use std::{path::Path, process::Command};

use serde_json::json;

use super::{Ready, SESSIONS, running::Driver};
use crate::{
    failure::Outcome,
    tools::{self, Toolbox},
};

/// Starts a geckodriver for each session, because a geckodriver supports only one session at a time.
pub fn start(toolbox: &Toolbox, folder: &Path) -> Outcome<Ready> {
    let firefox = tools::ensure_firefox(toolbox)?;
    let drivers = (0..SESSIONS)
        .map(|number| {
            Driver::start(&folder.join(format!("geckodriver-{number}.log")), |port| {
                let mut command = Command::new(&firefox.driver);
                command.args(["--port", &port.to_string(), "--websocket-port", "0"]);
                // The journeys need access to the browser's own window to make it as narrow as a phone.
                command.arg("--allow-system-access");
                command
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    Ok(Ready {
        capabilities: json!({ "moz:firefoxOptions": {
            "binary": firefox.program,
            "args": ["-headless"],
        } }),
        addresses: drivers.iter().map(|driver| driver.address.clone()).collect(),
        _running: drivers.into_iter().map(Driver::into_running).collect(),
    })
}
