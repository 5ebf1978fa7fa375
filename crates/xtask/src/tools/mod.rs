//! Finds the tools that the commands require, and installs missing ones.

mod accessibility_checker;
mod apt;
mod axe;
mod browser;
mod cargo_tool;
mod firefox;
mod folder;
mod lighthouse;
mod npm_package;
mod npm_tool;
mod schemathesis;
mod wasm_target;
mod webkit;

pub use accessibility_checker::ensure_accessibility_checker;
pub use apt::is_root;
pub use axe::ensure_axe;
pub use browser::{Browser, ensure_browser};
pub use firefox::ensure_firefox;
pub use folder::Toolbox;
pub use lighthouse::ensure_lighthouse;
pub use schemathesis::ensure_schemathesis;
pub use wasm_target::ensure as ensure_wasm_target;
pub use webkit::ensure_webkit;

use crate::{failure::Outcome, workspace};

const TRUNK: &str = "0.21.14";
/// `version_132` in `Trunk.toml`.
const WASM_OPT: &str = "132";
const MUTANTS: &str = "27.1.0";
const ESBUILD: &str = "0.28.2";

/// Installs missing tools for a build of the app.
///
/// # Errors
/// Fails if a tool cannot be installed. The message contains the command to install it.
pub fn ensure_build_tools(toolbox: &Toolbox) -> Outcome {
    ensure_wasm_target()?;
    cargo_tool::ensure(toolbox, &trunk())?;
    ensure_wasm_bindgen(toolbox)?;
    npm_tool::ensure(toolbox, &[wasm_opt(), esbuild()])
}

/// Installs the wasm-bindgen programs unless they are available in exactly the locked version.
pub fn ensure_wasm_bindgen(toolbox: &Toolbox) -> Outcome {
    let version = workspace::locked_version("wasm-bindgen")?;
    cargo_tool::ensure(toolbox, &wasm_bindgen(version))
}

/// Installs cargo-mutants if it is missing.
pub fn ensure_mutants(toolbox: &Toolbox) -> Outcome {
    cargo_tool::ensure(toolbox, &mutants())
}

fn mutants() -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "cargo-mutants",
        binaries: &["cargo-mutants"],
        version: MUTANTS.to_owned(),
        // Cargo subcommands expect their own name as the first argument.
        asks_version: &["mutants", "--version"],
        minutes_on_two_cores: 3,
        locked: true,
    }
}

fn trunk() -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "trunk",
        binaries: &["trunk"],
        version: TRUNK.to_owned(),
        asks_version: &["--version"],
        minutes_on_two_cores: 9,
        locked: true,
    }
}

fn wasm_bindgen(version: String) -> cargo_tool::CargoTool {
    cargo_tool::CargoTool {
        package: "wasm-bindgen-cli",
        binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version,
        asks_version: &["--version"],
        minutes_on_two_cores: 2,
        // Its lock file contains crates that this toolchain cannot build.
        locked: false,
    }
}

fn wasm_opt() -> npm_tool::NpmTool {
    npm_tool::NpmTool { binary: "wasm-opt", version: WASM_OPT, package: "binaryen@132.0.0" }
}

fn esbuild() -> npm_tool::NpmTool {
    npm_tool::NpmTool { binary: "esbuild", version: ESBUILD, package: "esbuild@0.28.2" }
}

#[cfg(test)]
mod tests {
    use super::{WASM_OPT, esbuild, wasm_opt};
    use crate::workspace;

    #[test]
    fn trunk_pins_the_same_wasm_opt() {
        let trunk = std::fs::read_to_string(workspace::path("Trunk.toml")).unwrap();

        assert!(trunk.contains(&format!("wasm_opt = \"version_{WASM_OPT}\"")));
    }

    #[test]
    fn trunk_pins_the_locked_wasm_bindgen() {
        let trunk = std::fs::read_to_string(workspace::path("Trunk.toml")).unwrap();
        let locked = workspace::locked_version("wasm-bindgen").unwrap();

        assert!(trunk.contains(&format!("wasm_bindgen = \"{locked}\"")));
    }

    #[test]
    fn npm_package_and_program_versions_match() {
        for tool in [wasm_opt(), esbuild()] {
            let (_, version) = tool.package.split_once('@').unwrap();

            assert!(version.starts_with(tool.version), "{}", tool.package);
        }
    }
}
