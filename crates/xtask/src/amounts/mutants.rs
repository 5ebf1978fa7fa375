use super::BILLING;
use crate::{
    console::say,
    failure::Outcome,
    process,
    tools::{self, Toolbox},
    workspace,
};

/// Runs cargo-mutants on `billing`.
///
/// # Errors
/// Fails if a mutant survives that `mutants.toml` does not exclude.
pub fn mutants() -> Outcome {
    let toolbox = Toolbox::open()?;
    tools::ensure_mutants(&toolbox)?;
    say("testing every mutant of billing, about 15 minutes on 2 cores");
    let mut mutants = toolbox.command("cargo-mutants");
    mutants.current_dir(workspace::root()).args(["mutants", "--package", BILLING, "--no-shuffle"]);
    // Mutate only the code that the app and the backend run, and run only the tests of billing.
    mutants.args(["--config", "crates/billing/mutants.toml", "--output"]).arg(workspace::target());
    mutants.args(["--jobs", "2"]);
    // The tests are unoptimized, so use the smallest number of inputs that covers every error and every kind of line.
    process::run(mutants.env("BILLING_VERIFY_N", "20000"))
}
