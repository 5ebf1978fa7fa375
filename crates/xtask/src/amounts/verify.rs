use super::{BILLING, native};
use crate::{console::say, failure::Outcome, process, test};

/// Compares the engine with its reference implementation on `inputs` seeded inputs, and its native results with those
/// in a browser on `same` inputs.
///
/// # Errors
/// Fails if an amount differs.
pub fn verify(inputs: u64, same: u64) -> Outcome {
    say(&format!("comparing the engine with the reference implementation on {inputs} inputs"));
    let mut test =
        process::cargo(&["test", "--release", "--locked", "--package", BILLING, "--test", "verify"]);
    test.args(["--", "--nocapture", "--exact", "native::engine_matches_the_reference_implementation"]);
    process::run(test.env("BILLING_VERIFY_N", inputs.to_string()))?;
    say(&format!("comparing native results with Chromium on {same} inputs"));
    let digest = native(same, true)?;
    let (_, value) = digest.variable();
    say(&format!("native digest: {value}"));
    test::in_browser(
        &["--release", "--package", BILLING, "--test", "verify"],
        &["browser_digest_matches_native"],
        &[digest.variable()],
    )
    .map(|_| ())
}
