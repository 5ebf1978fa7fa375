//! Builds, checks and tests the custom element in `embed/`.

use anyhow::Result;
use fs_err as fs;
use xshell::cmd;

use crate::{tools::Tools, workspace};

/// The script of the element in `dist`.
pub const SCRIPT: &str = "embed/testcloud-upgrade.js";

/// Bundles the element into `target/embed`, with its type declarations. Trunk copies the folder to `dist/`.
pub fn bundle() -> Result<()> {
    let (tools, folder) = (Tools::open()?, workspace::target("embed"));
    tools.ensure_npm()?;
    let sh = &tools.sh;
    let options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"];
    cmd!(sh, "esbuild embed/src/testcloud-upgrade.ts {options...} --outdir={folder}").run()?;
    let declarations = "testcloud-upgrade.d.ts";
    fs::copy(workspace::path("embed").join(declarations), folder.join(declarations))?;
    Ok(())
}

/// Runs a script of `embed/package.json`.
pub fn run(script: &str) -> Result<()> {
    let tools = Tools::open()?;
    tools.ensure_npm()?;
    tools.ensure_element_packages()?;
    let sh = &tools.sh;
    Ok(cmd!(sh, "npm run --silent --prefix embed {script}").run()?)
}
