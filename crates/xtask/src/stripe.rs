//! Runs Stripe's own clients against the sandbox.

use std::process::Command;

use anyhow::{Result, bail};
use fs_err as fs;
use xshell::cmd;

use crate::{
    children::{Children, Watched, client, free_ports},
    say,
    tools::Tools,
    workspace,
};

/// A test key of the sandbox. It opens nothing else.
const KEY: &str = "sk_test_keyOfTheDialectTests";

/// Drives the calls of the sandbox with Stripe's clients for Node.js and Python, and verifies its webhooks with them.
pub fn test() -> Result<()> {
    let tools = Tools::open()?;
    let modules = tools.npm_file("")?;
    let python = tools.python_program("python")?;
    let sh = &tools.sh;
    cmd!(sh, "cargo build --quiet --locked --package sandbox-gateway").run()?;
    let folder = workspace::empty_target("stripe")?;
    let [port, control] = free_ports()?;
    let (url, control_url) = (format!("http://127.0.0.1:{port}"), format!("http://127.0.0.1:{control}"));
    let mut children = Children::new()?;
    let mut sandbox = Command::new(workspace::target("debug/sandbox-gateway"));
    sandbox
        .args(["--sandbox-listen", &format!("127.0.0.1:{port}")])
        .args(["--sandbox-control-listen", &format!("127.0.0.1:{control}")])
        .args(["--gateway-timeout", "1"])
        .arg("--sandbox-log")
        .arg(folder.join("book.jsonl"))
        .env("STRIPE_API_KEY", KEY)
        .stderr(fs::File::create(folder.join("sandbox.log"))?.into_parts().0);
    children.start("the sandbox", &mut sandbox)?;
    if children.until(|| client().get(format!("{control_url}/clock")).call().is_ok())? == Watched::Stopped {
        bail!("stopped");
    }
    let variables = [("SANDBOX_URL", &url), ("SANDBOX_CONTROL_URL", &control_url)];
    let script = workspace::path("tests/stripe/node/main.mjs");
    say("Stripe's client for Node.js");
    cmd!(sh, "node --test --test-reporter=spec {script}")
        .env("NODE_PATH", modules)
        .env("STRIPE_API_KEY", KEY)
        .envs(variables)
        .run()?;
    say("Stripe's client for Python");
    let script = workspace::path("tests/stripe/python/test_sandbox.py");
    cmd!(sh, "{python} {script}")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("STRIPE_API_KEY", KEY)
        .envs(variables)
        .run()?;
    say("the backend's client");
    let servers = ["test", "--quiet", "--locked", "--package", "gateway", "--test", "servers"];
    cmd!(sh, "cargo {servers...} sandbox -- --ignored").env("STRIPE_API_KEY", KEY).envs(variables).run()?;
    say("localstripe");
    let with_localstripe = workspace::path("tests/stripe/localstripe_run.mjs");
    cmd!(sh, "node {with_localstripe} {python} cargo {servers...} localstripe -- --ignored")
        .env("STRIPE_API_KEY", KEY)
        .run()?;
    let compare = workspace::path("tests/stripe/localstripe_compare.mjs");
    Ok(cmd!(sh, "node {with_localstripe} {python} node {compare}")
        .env("STRIPE_API_KEY", KEY)
        .envs(variables)
        .run()?)
}
