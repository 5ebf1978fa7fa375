//! Runs a backend with new sample data for a command.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};
use fs_err as fs;

use crate::children::{Children, Watched, client, free_ports, responds};

/// The database of a backend in its folder.
pub const DATABASE: &str = "testcloud.sqlite";
/// The log of the sandbox gateway in the same folder.
pub const SANDBOX_LOG: &str = "sandbox-gateway.jsonl";
/// Start of the backend's clock, at which every sample organization is in the middle of its period.
const CLOCK: &str = "2026-03-16T09:30:00Z";
const CREDENTIALS: &str = r#"{"email":"billing@example.com","password":"testops"}"#;

/// A running backend.
pub struct SampleService {
    /// The URL, without a path.
    pub url: String,
}

impl SampleService {
    /// Starts `backend` with its files in `folder`, which must be empty.
    pub fn start(children: &mut Children, backend: &mut Command, folder: &Path) -> Result<Self> {
        let [port, sandbox, admin] = free_ports()?;
        let log = folder.join("backend.log");
        let output = fs::File::create(&log)?.into_parts().0;
        set_files_and_ports(backend, folder, [port, sandbox, admin], Some(CLOCK));
        backend.stdout(output.try_clone()?).stderr(output);
        children.start("the backend", backend)?;
        let health = format!("http://127.0.0.1:{admin}/health/ready");
        match children.until(|| responds(&health)).with_context(|| format!("see {}", log.display()))? {
            Watched::Ready => Ok(Self { url: format!("http://127.0.0.1:{port}") }),
            Watched::Stopped => bail!("stopped"),
        }
    }

    /// Signs in and returns the session cookie for a `Cookie` header.
    pub fn sign_in(&self) -> Result<String> {
        let request = client().post(format!("{}/api/v1/session", self.url));
        let request = request.header("Origin", &self.url).header("Content-Type", "application/json");
        let response = request.send(CREDENTIALS).context("the backend refused the sign-in")?;
        let cookie = response.headers().get("set-cookie").context("the sign-in sets no cookie")?;
        Ok(cookie.to_str()?.split(';').next().unwrap_or_default().to_owned())
    }
}

/// Configures a backend to create sample data in `folder`, to listen on the ports of the API, of the sandbox gateway, and
/// of health and metrics, and to start its clock at an instant.
pub fn set_files_and_ports(
    backend: &mut Command,
    folder: &Path,
    [port, sandbox, admin]: [u16; 3],
    clock: Option<&str>,
) {
    let database = folder.join(DATABASE);
    backend
        .args(clock.iter().flat_map(|instant| ["--clock", instant]))
        .arg("--sample-data")
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(["--sandbox-listen", &format!("127.0.0.1:{sandbox}")])
        .args(["--admin-listen", &format!("127.0.0.1:{admin}")])
        .args(["--database-url", &format!("sqlite:{}", database.display())])
        .arg("--sandbox-log")
        .arg(folder.join(SANDBOX_LOG));
}
