use super::{BILLING, native};
use crate::{console::say, failure::Outcome, process, test};

/// Holds the engine against 128-bit integers on `inputs` seeded inputs, and against itself in a browser on `same`.
///
/// # Errors
/// When a tool cannot be had, or an amount differs.
pub fn verify(inputs: u64, same: u64) -> Outcome {
    say(&format!("the engine and 128-bit integers on {inputs} inputs, optimised"));
    let mut test =
        process::cargo(&["test", "--release", "--locked", "--package", BILLING, "--test", "verify"]);
    test.args(["--", "--nocapture", "--exact", "native::engine_matches_the_reference_implementation"]);
    process::run(test.env("BILLING_VERIFY_N", inputs.to_string()))?;
    say(&format!("native and in Chromium on {same} inputs"));
    let digest = native(same, true)?;
    let (_, value) = digest.variable();
    say(&format!("native: {value}"));
    test::in_browser(
        &["--release", "--package", BILLING, "--test", "verify"],
        &["browser_digest_matches_native"],
        &[digest.variable()],
    )
    .map(|_| ())
}
