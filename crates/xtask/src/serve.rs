//! Runs the app and the backend on this machine.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use fs_err as fs;
use xshell::cmd;

use crate::{
    ServeOptions, build,
    children::{Children, Watched, is_free, responds},
    element, portal,
    sample::{DATABASE, SANDBOX_LOG, set_files_and_ports},
    say,
    tools::Tools,
    workspace,
};

const BACKEND_PORT: u16 = 8081;
const SANDBOX_PORT: u16 = 8082;
const SANDBOX_CONTROL_PORT: u16 = 8086;
const ADMIN_PORT: u16 = 9090;

/// Builds and runs the backend and the app until Ctrl-C.
pub fn serve(options: &ServeOptions) -> Result<()> {
    check_ports(options.port)?;
    let data = open_data(&workspace::path("data"), options.at.as_deref(), options.fresh)?;
    let portal_data = open_data(&workspace::path("data/portal"), options.at.as_deref(), options.fresh)?;
    let tools = Tools::open()?;
    tools.ensure_build_tools()?;
    let mut children = Children::new()?;
    build::style(false)?;
    build::catalogs()?;
    element::bundle()?;

    say("building the backend; the first build takes about 4 minutes on 2 cores");
    let sh = &tools.sh;
    cmd!(sh, "cargo build --quiet --package backend --package portal").run()?;
    children.start("the backend", &mut backend(options, &data))?;
    let health = format!("http://127.0.0.1:{ADMIN_PORT}/health/ready");
    if children.until(|| responds(&health))? == Watched::Stopped {
        return Ok(());
    }

    say("building the app; the first build takes about 3 minutes on 2 cores");
    let (port, url) = (options.port.to_string(), format!("http://127.0.0.1:{}/", options.port));
    // Keep `dist`, which contains the release build for measurements and tests.
    let dist = workspace::target("serve");
    let trunk = build::trunk(&tools, "serve").args(["--address", "127.0.0.1", "--port", &port]);
    children.start("trunk", &mut trunk.arg("--dist").arg(dist).into())?;
    if children.until(|| responds(&url))? == Watched::Ready
        && portal::start(&mut children, &tools, options, &portal_data)? == Watched::Ready
    {
        print_welcome(&url);
        children.until(|| false)?;
    }
    say("stopping");
    Ok(())
}

fn check_ports(app: u16) -> Result<()> {
    let fixed = [
        (BACKEND_PORT, "the backend"),
        (SANDBOX_PORT, "the sandbox gateway"),
        (SANDBOX_CONTROL_PORT, "the control of the sandbox gateway"),
        (ADMIN_PORT, "the backend's health and metrics"),
    ];
    let fixed = || fixed.into_iter().chain(portal::PORTS);
    if let Some((_, user)) = fixed().find(|(port, _)| *port == app) {
        bail!("port {app} is reserved for {user}; choose another with --port");
    }
    for (port, user) in [(app, "the app")].into_iter().chain(fixed()) {
        let remedy = if port == app { "or choose another with --port" } else { "find it with `ss -ltnp`" };
        if !is_free(port) {
            bail!(
                "port {port} on 127.0.0.1 is required for {user}, but another program uses it; stop it, {remedy}"
            );
        }
    }
    Ok(())
}

/// Returns the folder of the database in `data`. Every start instant has a separate folder, because the time in a
/// database must not go backwards. `fresh` removes the files of earlier runs.
fn open_data(data: &Path, at: Option<&str>, fresh: bool) -> Result<PathBuf> {
    let folder = at.map_or_else(
        || data.to_owned(),
        |instant| data.join(format!("at-{}", instant.replace(|c: char| !c.is_ascii_alphanumeric(), ""))),
    );
    let probe = folder.join(".writable");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&probe, ""))
        .and_then(|()| fs::remove_file(&probe))
        .context("the data folder is not writable; change its permissions or remove it")?;
    if fresh {
        for suffix in ["", "-wal", "-shm"] {
            remove_if_exists(&folder.join(format!("{DATABASE}{suffix}")))?;
        }
        remove_if_exists(&folder.join(SANDBOX_LOG))?;
    }
    Ok(folder)
}

fn remove_if_exists(file: &Path) -> Result<()> {
    if file.exists() {
        fs::remove_file(file)?;
    }
    Ok(())
}

fn backend(options: &ServeOptions, data: &Path) -> Command {
    let mut backend = Command::new(workspace::target("debug/backend"));
    backend.current_dir(workspace::root());
    set_files_and_ports(&mut backend, data, [BACKEND_PORT, SANDBOX_PORT, ADMIN_PORT], options.at.as_deref());
    backend.args(["--sandbox-control-listen", &format!("127.0.0.1:{SANDBOX_CONTROL_PORT}")]);
    for host in ["127.0.0.1", "localhost"] {
        backend.args(["--trunk-origin", &format!("http://{host}:{}", options.port)]);
    }
    backend
}

fn print_welcome(url: &str) {
    say(format!(
        "
TestCloud Upgrading: {url}

Sign in as one of these sample users with the password testops:
  billing@example.com   Billing Manager of Harbor QA and others: may upgrade
  owner@example.com     Owner of Harbor QA, Delta Mobile, Sakura Works: may upgrade
  admin@example.com     Admin of Harbor QA: may not upgrade
  user@example.com      User of Harbor QA, Owner of Lone Pine

Sample Portal, with the app inside: {}

Ctrl-C stops everything.",
        portal::URL
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_instant_has_a_separate_database() {
        let data = tempfile::tempdir().unwrap();

        let now = open_data(data.path(), None, false).unwrap();
        let then = open_data(data.path(), Some("2026-03-16T09:30:00Z"), false).unwrap();

        assert_eq!(now, data.path());
        assert_eq!(then, data.path().join("at-20260316T093000Z"));
    }

    #[test]
    fn reserved_ports_are_refused_for_the_app() {
        for (port, user) in [(8081, "the backend"), (8090, "the sample portal")] {
            let error = check_ports(port).unwrap_err().to_string();

            assert_eq!(error, format!("port {port} is reserved for {user}; choose another with --port"));
        }
    }

    #[test]
    fn fresh_removes_the_database_and_the_log() {
        let data = tempfile::tempdir().unwrap();
        for file in ["testcloud.sqlite", "testcloud.sqlite-wal", "sandbox-gateway.jsonl", "other.txt"] {
            fs::write(data.path().join(file), "x").unwrap();
        }

        open_data(data.path(), None, true).unwrap();

        let left: Vec<_> =
            fs::read_dir(data.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["other.txt"]);
    }

    #[test]
    fn file_instead_of_the_folder_is_reported_with_a_remedy() {
        let file = tempfile::NamedTempFile::new().unwrap();

        let error = format!("{:#}", open_data(file.path(), None, false).unwrap_err());

        assert!(error.contains("is not writable; change its permissions"), "{error}");
    }
}
