//! Splits a release build, so that the code of a page is fetched when the page is first opened.
//!
//! Trunk builds `dist/` as ever, with everything in one module. That module is then split along the marks the feature
//! `split` left in it, each part is optimised by itself, and the parts take the whole's place in `dist/`.

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

/// The cargo feature that leaves the marks.
pub const FEATURE: &str = "split";

/// The app in one module, as cargo leaves it.
pub fn whole() -> PathBuf {
    workspace::target().join("wasm32-unknown-unknown/wasm-release/testcloud-upgrading.wasm")
}

/// Replaces the one module in `dist` by the modules it splits into.
///
/// # Errors
/// When a tool fails, or `dist` does not look like a build of Trunk's.
pub fn split(toolbox: &Toolbox, dist: &Path) -> Outcome {
    say("splitting the app into modules");
    let modules = modules::make(toolbox, &whole(), &workspace::target().join("split"))?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).context(|| format!("cannot read {}", page.display()))?;
    let built = page::Built::find(dist)?;
    let html = page::rewritten(&html, &built, &modules)
        .ok_or_else(|| Failure::new(format!("{} is not as Trunk makes it", page.display())))?;
    built.remove()?;
    for file in [&modules.script, &modules.main].into_iter().chain(&modules.others) {
        let path = dist.join(&file.name);
        fs::write(&path, &file.bytes).context(|| format!("cannot write {}", path.display()))?;
    }
    modules.manifest.store()?;
    fs::write(&page, html).context(|| format!("cannot write {}", page.display()))
}
