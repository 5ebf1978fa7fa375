//! Format, lints, import borders and the API document.

use crate::{
    borders,
    console::say,
    failure::Outcome,
    openapi,
    process::{cargo, run},
    tools,
};

/// Runs every check that needs no test.
///
/// # Errors
/// The first check that fails.
pub fn lint() -> Outcome {
    say("rustfmt");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    say("clippy for the host");
    let host = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--locked",
        "--quiet",
        "--",
        "--deny",
        "warnings",
    ];
    run(&mut cargo(&host))?;
    say("clippy for wasm");
    tools::ensure_wasm_target()?;
    let app = ["--package", "testcloud-upgrading", "--package", "billing", "--package", "contract"];
    let mut wasm = cargo(&[
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--bins",
        "--tests",
        "--locked",
        "--quiet",
    ]);
    run(wasm.args(app).args(["--", "--deny", "warnings"]))?;
    say("import borders");
    borders::check()?;
    say("OpenAPI document");
    openapi::check()
}
