//! Checks without tests: formatting, lints and import rules.

use crate::{
    failure::Outcome,
    imports,
    process::{cargo, run},
    tools,
};

/// The name of a check and its function.
pub type Check = (&'static str, fn() -> Outcome);

/// All checks.
pub const CHECKS: [Check; 4] = [
    ("rustfmt", format),
    ("clippy for the host", clippy),
    ("clippy for wasm", clippy_wasm),
    ("import rules", imports::check),
];

fn format() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome {
    let arguments = [
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
    run(&mut cargo(&arguments))
}

fn clippy_wasm() -> Outcome {
    tools::ensure_wasm_target()?;
    let packages = ["--package", "testcloud-upgrading", "--package", "billing", "--package", "contract"];
    let mut clippy = cargo(&[
        "clippy",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--bins",
        "--tests",
        "--locked",
        "--quiet",
    ]);
    run(clippy.args(packages).args(["--", "--deny", "warnings"]))
}
