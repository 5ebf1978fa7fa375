use super::Toolbox;
use crate::{
    console::say,
    failure::{Failure, Outcome},
    process,
};

const VERSION: u32 = 132;

/// Makes sure that the `wasm-opt` Trunk.toml pins is found.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure(toolbox: &Toolbox) -> Outcome {
    if is_there(toolbox) {
        return Ok(());
    }
    if toolbox.find("npm").is_none() {
        return Err(Failure::new(format!(
            "wasm-opt version {VERSION} is missing and so is npm, which would get it; install Node.js with npm"
        )));
    }
    say(&format!("installing wasm-opt {VERSION} with npm, about half a minute"));
    let mut npm = toolbox.command("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(toolbox.npm());
    let remedy = format!("install it with `npm install --global binaryen@{VERSION}`");
    process::run(npm.arg(format!("binaryen@{VERSION}.0.0")))
        .map_err(|failure| Failure::new(format!("cannot get wasm-opt {VERSION} ({failure}); {remedy}")))?;
    if is_there(toolbox) {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "cannot get wasm-opt {VERSION} (what npm installed does not run); {remedy}"
        )))
    }
}

fn is_there(toolbox: &Toolbox) -> bool {
    toolbox.find("wasm-opt").is_some()
        && process::ask(toolbox.command("wasm-opt").arg("--version")).is_some_and(|text| is_version(&text))
}

fn is_version(text: &str) -> bool {
    let wanted = VERSION.to_string();
    text.split_whitespace().any(|word| word == wanted)
}

#[cfg(test)]
mod tests {
    use super::{VERSION, is_version};

    #[test]
    fn trunk_and_this_command_pin_the_same_version() {
        let trunk = std::fs::read_to_string(crate::workspace::path("Trunk.toml")).unwrap();

        assert!(trunk.contains(&format!("wasm_opt = \"version_{VERSION}\"")));
    }

    #[test]
    fn trunk_pins_the_wasm_bindgen_of_the_lock_file() {
        let trunk = std::fs::read_to_string(crate::workspace::path("Trunk.toml")).unwrap();
        let locked = crate::workspace::locked_version("wasm-bindgen").unwrap();

        assert!(trunk.contains(&format!("wasm_bindgen = \"{locked}\"")));
    }

    #[test]
    fn another_version_is_not_it() {
        assert!(is_version("wasm-opt version 132 (version_132)"));
        assert!(!is_version("wasm-opt version 108"));
    }
}
