use super::BILLING;
use crate::{
    console::say,
    failure::Outcome,
    process,
    tools::{self, Toolbox},
    workspace,
};

/// Breaks `billing` in every way cargo-mutants knows and looks which breaks its tests notice.
///
/// # Errors
/// When the tool cannot be had, or a mutant survives that the configuration does not list with its reason.
pub fn mutants() -> Outcome {
    let toolbox = Toolbox::open()?;
    tools::ensure_mutants(&toolbox)?;
    say("testing every mutant of billing; about a quarter of an hour on 2 cores");
    let mut mutants = toolbox.command("cargo-mutants");
    mutants.current_dir(workspace::root()).args(["mutants", "--package", BILLING, "--no-shuffle"]);
    // Only what the app and the backend run is mutated, and only billing's own tests are asked.
    mutants.args(["--config", "crates/billing/mutants.toml", "--output"]).arg(workspace::target());
    mutants.args(["--jobs", "2"]);
    // Unoptimised, as many seeded inputs as still meet every error and every kind of line.
    process::run(mutants.env("BILLING_VERIFY_N", "20000"))
}
