use std::process::Command;

use super::storage::Storage;
use crate::{
    arguments::ServeOptions,
    build, catalogs,
    children::{Children, Watched, interruptions},
    console::say,
    failure::{Failure, Outcome},
    probe, process, style,
    tools::{self, Toolbox},
    workspace,
};

const BACKEND_PORT: u16 = 8081;
const SANDBOX_PORT: u16 = 8082;
const ADMIN_PORT: u16 = 9090;

/// Builds and runs the backend and the app until Ctrl-C.
///
/// # Errors
/// Fails if a port is in use, a tool is missing, the data folder is not writable, or a program exits. The message
/// contains the remedy.
pub fn serve(options: &ServeOptions) -> Outcome {
    check_ports(options.port)?;
    let storage = Storage::open(&workspace::path("data"), options.at.as_deref(), options.fresh)?;
    let toolbox = Toolbox::open()?;
    tools::ensure_build_tools(&toolbox)?;
    let mut children = Children::new(interruptions()?);
    style::write(false)?;
    catalogs::write()?;

    say("building the backend; the first build takes about 4 minutes on 2 cores");
    process::run(&mut process::cargo(&["build", "--quiet", "--package", "backend"]))?;
    children.start("the backend", &mut backend(options, &storage))?;
    if children.until(|| probe::answers(ADMIN_PORT, "/health/ready"))? == Watched::Stopped {
        return Ok(());
    }

    say("building the app; the first build takes about 3 minutes on 2 cores");
    children.start("trunk", &mut app(options, &toolbox))?;
    if children.until(|| probe::answers(options.port, "/"))? == Watched::Ready {
        print_welcome(options);
        children.until(|| false)?;
    }
    say("stopping");
    Ok(())
}

fn check_ports(app: u16) -> Outcome {
    if [BACKEND_PORT, SANDBOX_PORT, ADMIN_PORT].contains(&app) {
        return Err(Failure::new(format!(
            "port {app} is reserved for the backend; choose another with --port"
        )));
    }
    let wanted = [
        (app, "the app"),
        (BACKEND_PORT, "the backend"),
        (SANDBOX_PORT, "the sandbox gateway"),
        (ADMIN_PORT, "the backend's health and metrics"),
    ];
    for (port, user) in wanted {
        if !probe::is_free(port) {
            let remedy = if port == app {
                "stop it, or choose another with --port"
            } else {
                "stop it (find it with `ss -ltnp`)"
            };
            return Err(Failure::new(format!(
                "port {port} on 127.0.0.1 is required for {user}, but another program uses it; {remedy}"
            )));
        }
    }
    Ok(())
}

fn backend(options: &ServeOptions, storage: &Storage) -> Command {
    let mut backend = Command::new(workspace::backend_binary());
    backend.current_dir(workspace::root()).arg("--sample-data");
    backend.args(["--listen", &format!("127.0.0.1:{BACKEND_PORT}")]);
    backend.args(["--sandbox-listen", &format!("127.0.0.1:{SANDBOX_PORT}")]);
    backend.args(["--admin-listen", &format!("127.0.0.1:{ADMIN_PORT}")]);
    backend.args(["--database-url", &storage.database_url()]);
    backend.arg("--sandbox-log").arg(storage.sandbox_log());
    for host in ["127.0.0.1", "localhost"] {
        backend.args(["--trunk-origin", &format!("http://{host}:{}", options.port)]);
    }
    if let Some(instant) = &options.at {
        backend.args(["--clock", instant]);
    }
    backend
}

fn app(options: &ServeOptions, toolbox: &Toolbox) -> Command {
    let mut trunk = build::trunk(toolbox, "serve");
    trunk.args(["--address", "127.0.0.1", "--port", &options.port.to_string()]);
    // Keep `dist`, which contains the release build for measurements and tests.
    trunk.arg("--dist").arg(workspace::target().join("serve"));
    trunk
}

fn print_welcome(options: &ServeOptions) {
    say(&format!(
        "
TestCloud Upgrading: http://127.0.0.1:{}/

Sign in as one of these sample users with the password testops:
  billing@example.com   Billing Manager of Harbor QA and others: may upgrade
  owner@example.com     Owner of Harbor QA, Delta Mobile, Sakura Works: may upgrade
  admin@example.com     Admin of Harbor QA: may not upgrade
  user@example.com      User of Harbor QA, Owner of Lone Pine

Ctrl-C stops everything.",
        options.port
    ));
}
