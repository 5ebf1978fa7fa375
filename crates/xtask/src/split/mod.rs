//! Splits a release build, so that the app fetches the code of a page when the page is first opened.
//!
//! Trunk builds `dist/` with all code in one WebAssembly module. This command then splits the module at the markers of
//! the cargo feature `split`, optimizes each part separately, and replaces the single module in `dist/`.

mod modules;
mod names;
mod page;
mod script;
mod sections;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    console::say,
    failure::{Context, Failure, Outcome},
    tools::Toolbox,
    workspace,
};

pub use modules::{FEATURES, Manifest, manifest};

/// The cargo feature that adds the markers.
pub const FEATURE: &str = "split";

/// Returns the path of the unsplit module that cargo creates.
pub fn whole() -> PathBuf {
    workspace::target().join("wasm32-unknown-unknown/wasm-release/testcloud-upgrading.wasm")
}

/// Replaces the single module in `dist` with its parts.
///
/// # Errors
/// Fails if `dist` is not the output of Trunk.
pub fn split(toolbox: &Toolbox, dist: &Path) -> Outcome {
    say("splitting the app into modules");
    let modules = modules::make(toolbox, &whole(), &workspace::target().join("split"))?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).context(|| format!("cannot read {}", page.display()))?;
    let built = page::Built::find(dist)?;
    let html = page::rewritten(&html, &built, &modules)
        .ok_or_else(|| Failure::new(format!("{} is not the output of Trunk", page.display())))?;
    built.remove()?;
    for file in [&modules.script, &modules.main].into_iter().chain(&modules.others) {
        let path = dist.join(&file.name);
        fs::write(&path, &file.bytes).context(|| format!("cannot write {}", path.display()))?;
    }
    modules.manifest.store()?;
    fs::write(&page, html).context(|| format!("cannot write {}", page.display()))
}
