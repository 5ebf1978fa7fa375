//! Runs the sample portal with a billing service of its own. As in production, the service serves the app below a path.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};
use fs_err as fs;

use crate::{
    ServeOptions, build,
    children::{Children, Watched, responds},
    sample::{DATABASE, set_files_and_ports},
    tools::Tools,
    workspace,
};

/// The address of the portal.
pub const URL: &str = "http://localhost:8090/";
/// The ports and their users: the portal, its billing service, the sandbox gateway, health and metrics.
pub const PORTS: [(u16, &str); 4] = [
    (8090, "the sample portal"),
    (8083, "the sample portal's billing service"),
    (8084, "the sandbox gateway of the sample portal"),
    (9091, "the health and metrics of the sample portal's billing service"),
];
const BASE_PATH: &str = "/billing/testcloud/";
const CLIENTS: &str = "embed-clients.json";

/// Starts the billing service and the portal, with their files in `data`. Waits until both respond.
pub fn start(children: &mut Children, tools: &Tools, options: &ServeOptions, data: &Path) -> Result<Watched> {
    let [(portal, _), (service, _), (sandbox, _), (admin, _)] = PORTS;
    let dist = build_app(tools)?;
    let mut backend = Command::new(workspace::target("debug/backend"));
    set_files_and_ports(&mut backend, data, [service, sandbox, admin], options.at.as_deref());
    backend.arg("--serve-dist").arg(dist).args(["--base-path", BASE_PATH]);
    backend.args(["--public-origin", URL.trim_end_matches('/'), "--trusted-proxy", "127.0.0.1"]);
    children.start("the sample portal's billing service", &mut backend)?;
    let health = format!("http://127.0.0.1:{admin}/health/ready");
    if children.until(|| responds(&health))? == Watched::Stopped {
        return Ok(Watched::Stopped);
    }
    let secret = declare_client(data)?;
    let mut program = Command::new(workspace::target("debug/portal"));
    program.env("BILLING_CLIENT_SECRET_FILE", secret);
    program.env("BILLING_URL", format!("http://127.0.0.1:{service}{BASE_PATH}"));
    children.start("the sample portal", &mut program)?;
    children.until(|| responds(&format!("http://127.0.0.1:{portal}/sign-in")))
}

/// Builds the app without optimization, with relative URLs, so that it can be served below a path.
fn build_app(tools: &Tools) -> Result<PathBuf> {
    let dist = workspace::target("portal");
    build::trunk(tools, "build").arg("--dist").arg(&dist).quiet().run()?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page)?;
    let html = ['"', '\''].into_iter().fold(html, |html, quote| {
        html.replace(&format!("{quote}/testcloud-upgrading"), &format!("{quote}./testcloud-upgrading"))
    });
    fs::write(page, html)?;
    Ok(dist)
}

/// Declares the portal as an embed client. Returns the file of its random secret, which is created at the first start.
fn declare_client(data: &Path) -> Result<PathBuf> {
    let (clients, secret) = (data.join(CLIENTS), data.join("testops.secret"));
    if !secret.exists() {
        create_secret(&secret)?;
    }
    // The declaration names the file of the secret relative to itself.
    fs::copy(workspace::path("examples/portal").join(CLIENTS), &clients)?;
    let mut apply = Command::new(workspace::target("debug/backend"));
    let database = format!("sqlite:{}", data.join(DATABASE).display());
    let status = apply.arg("apply").arg(clients).args(["--database-url", &database]).status()?;
    ensure!(status.success(), "the sample portal cannot be declared; see the output of backend apply");
    Ok(secret)
}

fn create_secret(path: &Path) -> Result<()> {
    let mut random = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut random)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    Ok(file.write_all(base16ct::lower::encode_string(&random).as_bytes())?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn secrets_are_random_and_only_readable_by_their_owner() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["a", "b"].map(|name| folder.path().join(name));

        create_secret(&first).unwrap();
        create_secret(&second).unwrap();

        let secret = fs::read_to_string(&first).unwrap();
        assert!(secret.len() == 64 && secret != fs::read_to_string(&second).unwrap());
        assert_eq!(fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(create_secret(&first).is_err());
    }
}
