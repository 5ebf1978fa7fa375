//! Format, lints, import borders and the API document: what can be checked without a test.

use crate::{
    borders,
    failure::Outcome,
    openapi,
    process::{cargo, run},
    tools,
};

/// A check and its name.
pub type Check = (&'static str, fn() -> Outcome);

/// Every check.
pub const CHECKS: [Check; 5] = [
    ("rustfmt", format),
    ("clippy for the host", clippy),
    ("clippy for wasm", clippy_wasm),
    ("import borders", borders::check),
    ("OpenAPI document", openapi::check),
];

fn format() -> Outcome {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome {
    let all = [
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
    run(&mut cargo(&all))
}

fn clippy_wasm() -> Outcome {
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
    run(wasm.args(app).args(["--", "--deny", "warnings"]))
}
