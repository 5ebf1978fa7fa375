//! Splits a release build, so that the app fetches the code of a page when the page is first opened.
//!
//! Trunk builds `dist/` with all code in one WebAssembly module. This command then splits the module at the markers of
//! the cargo feature `split`, optimizes each part separately, and replaces the single module in `dist/`.

mod modules;
mod page;
mod script;
mod sections;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fs_err as fs;

use crate::{say, tools::Tools, workspace};

pub use modules::{FEATURES, Manifest, manifest};

/// The cargo feature that adds the markers.
pub const FEATURE: &str = "split";

/// Returns the path of the unsplit module that cargo creates.
pub fn whole() -> PathBuf {
    workspace::target("wasm32-unknown-unknown/wasm-release/testcloud-upgrading.wasm")
}

/// Replaces the single module in `dist` with its parts.
pub fn split(tools: &Tools, dist: &Path) -> Result<()> {
    say("splitting the app into modules");
    let modules = modules::make(tools, &whole(), &workspace::empty_target("split")?)?;
    let page = dist.join("index.html");
    let built = page::Built::find(dist)?;
    let html = page::rewritten(&fs::read_to_string(&page)?, &built, &modules)
        .with_context(|| format!("{} is not the output of Trunk", page.display()))?;
    built.remove()?;
    for file in [&modules.script, &modules.main].into_iter().chain(&modules.others) {
        fs::write(dist.join(&file.name), &file.bytes)?;
    }
    modules.manifest.store()?;
    Ok(fs::write(&page, html)?)
}
