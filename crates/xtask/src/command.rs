//! Dispatches each command to its module.

use crate::{
    amounts, arguments::Command, build, catalogs, failure::Outcome, lighthouse, serve, size, style, test,
};

/// Runs a command.
pub fn run(command: Command) -> Outcome {
    match command {
        Command::Serve(options) => serve::serve(&options),
        Command::Build { release } => build::build(release),
        Command::Style { release } => style::write(release),
        Command::Catalogs => catalogs::write(),
        Command::Size => build::build(true).and_then(|()| size::check()),
        Command::Lighthouse { runs } => build::build(true).and_then(|()| lighthouse::check(runs)),
        Command::VerifyAmounts { inputs, same } => amounts::verify(inputs, same),
        Command::BenchAmounts => amounts::bench(),
        Command::MutateAmounts => amounts::mutants(),
        Command::WeighAmounts => amounts::weigh(),
        Command::Lint => test::lint(),
        Command::InputLatency => build::build(true).and_then(|()| test::input_latency()),
        Command::Screenshots => build::build(true).and_then(|()| test::screenshots()),
        Command::Test { suite } => test::run(suite),
        Command::WasmRunner { arguments } => test::run_wasm_tests(&arguments),
    }
}
