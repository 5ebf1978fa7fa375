use std::{path::Path, process::Command};

use crate::{
    console::say,
    failure::{Failure, Outcome},
    process, workspace,
};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target to the toolchain if it is missing.
///
/// # Errors
/// Fails if rustup is missing or fails. The message contains the command to add the target.
pub fn ensure() -> Outcome {
    if is_installed() {
        return Ok(());
    }
    say("adding the wasm target with rustup, a few seconds");
    let added =
        process::run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(workspace::root()));
    added.map_err(|failure| {
        Failure::new(format!(
            "cannot add the wasm target ({failure}); add it with `rustup target add {TARGET}`"
        ))
    })
}

fn is_installed() -> bool {
    let sysroot =
        process::ask(Command::new("rustc").args(["--print", "sysroot"]).current_dir(workspace::root()));
    sysroot
        .is_some_and(|folder| Path::new(folder.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}
