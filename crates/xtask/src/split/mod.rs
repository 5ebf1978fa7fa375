//! Splits a release build, so that the app fetches the code of a page when the page is first opened.
//!
//! Trunk builds `dist/` with all code in one WebAssembly module. This command then splits the module at the markers of
//! the cargo feature `split`, optimizes each part separately, and replaces the single module in `dist/`. The page for
//! frames is a binary of its own, which is split in the same way.

mod modules;
mod order;
mod page;
mod script;
mod sections;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fs_err as fs;

use crate::{frame_page, say, tools::Tools, workspace};

pub use modules::{FEATURES, File, Manifest, Manifests, integrity, manifests};
pub use page::without_comments;

/// The cargo feature that adds the markers.
pub const FEATURE: &str = "split";

/// The binary that `index.html` starts.
const APP: &str = "testcloud-upgrading";
/// The binary that `frame.html` starts, and the folder of its files in `dist`.
pub const FRAME: &str = "frame";

/// Returns the path of the unsplit app that cargo creates.
pub fn whole() -> PathBuf {
    unsplit(APP)
}

fn unsplit(binary: &str) -> PathBuf {
    workspace::target("wasm32-unknown-unknown/wasm-release").join(binary).with_extension("wasm")
}

/// Replaces the single module in `dist` with its parts, and adds the page for frames with its parts.
pub fn split(tools: &Tools, dist: &Path) -> Result<()> {
    say("splitting the app into modules");
    let app = modules::make(tools, APP, &whole(), &workspace::empty_target("split")?)?;
    let page = dist.join("index.html");
    let built = page::Built::find(dist)?;
    let html = page::rewritten(&fs::read_to_string(&page)?, &built, &app)
        .with_context(|| format!("{} is not the output of Trunk", page.display()))?;
    built.remove()?;
    app.write(dist)?;
    fs::write(&page, html)?;

    let frame = modules::make(tools, FRAME, &unsplit(FRAME), &workspace::empty_target("split-frame")?)?;
    let frame = frame.in_folder(FRAME);
    fs::create_dir_all(dist.join(FRAME))?;
    frame.write(dist)?;
    frame_page::write(dist, &frame.script, &frame.main)?;
    Manifests { app: app.manifest, frame: frame.manifest }.store()
}

/// Adds the page for frames to an unsplit build. The page starts the whole app.
pub fn add_unsplit_frame(dist: &Path) -> Result<()> {
    let page::Built { script, module, .. } = page::Built::find(dist)?;
    frame_page::write(dist, &script, &module)
}
