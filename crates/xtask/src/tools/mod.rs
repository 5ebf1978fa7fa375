//! The programs the commands need: found, or installed.

mod browser;
mod cargo_tool;
mod folder;
mod wasm_opt;
mod wasm_target;

pub use browser::{Browser, ensure_browser, is_root};
pub use folder::Toolbox;
pub use wasm_target::ensure as ensure_wasm_target;

use crate::{failure::Outcome, workspace};

const TRUNK: &str = "0.21.14";

/// Makes sure that everything a build of the app needs is there.
///
/// # Errors
/// Names the tool that cannot be had and the command that would get it.
pub fn ensure_build_tools(toolbox: &Toolbox) -> Outcome {
    ensure_wasm_target()?;
    cargo_tool::ensure(toolbox, &trunk())?;
    ensure_wasm_bindgen(toolbox)?;
    wasm_opt::ensure(toolbox)
}

/// Makes sure that the wasm-bindgen programs of exactly the locked version are there.
///
/// # Errors
/// As [`ensure_build_tools`].
pub fn ensure_wasm_bindgen(toolbox: &Toolbox) -> Outcome {
    let version = workspace::locked_version("wasm-bindgen")?;
    cargo_tool::ensure(toolbox, &wasm_bindgen(version))
}

fn trunk() -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "trunk",
        binaries: &["trunk"],
        version: TRUNK.to_owned(),
        minutes_on_two_cores: 9,
        locked: true,
    }
}

fn wasm_bindgen(version: String) -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "wasm-bindgen-cli",
        binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version,
        minutes_on_two_cores: 2,
        // Its own lock file names crates this toolchain no longer builds.
        locked: false,
    }
}
