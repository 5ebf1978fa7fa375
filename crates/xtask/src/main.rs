//! The commands of this workspace. `cargo xtask help` lists them.

mod amounts;
mod build;
mod cargo_test;
mod children;
#[cfg(test)]
mod documents;
mod e2e;
mod element;
mod engines;
mod frame_page;
mod imports;
mod lighthouse;
mod lint;
mod notices;
mod portal;
mod sample;
mod serve;
mod size;
mod split;
mod steps;
mod stripe;
mod test;
mod tools;
mod workspace;

use std::{ffi::OsString, io::Write, num::NonZeroUsize, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};

const AFTER_HELP: &str = "Tools are searched on the PATH and in $TESTCLOUD_TOOLS, by default
~/.cache/testcloud-upgrading/tools. Missing tools are installed into that folder.";

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = AFTER_HELP, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
enum Command {
    /// Installs missing tools, builds the app and the backend, and runs them until Ctrl-C.
    ///
    /// The app listens on 127.0.0.1:8080 (or --port), the backend on 127.0.0.1:8081, the sandbox gateway on
    /// 127.0.0.1:8082, health and metrics on 127.0.0.1:9090. The sample portal listens on 127.0.0.1:8090, and its
    /// billing service on 127.0.0.1:8083, 8084 and 9091.
    Serve(ServeOptions),
    /// Builds the app into dist/.
    Build {
        /// Optimizes, splits the app into modules by group of pages, and adds .br and .gz files.
        #[arg(long)]
        release: bool,
    },
    /// Joins style/*.css into target/style/app.css. Every build includes this step.
    Style {
        /// Minifies the result.
        #[arg(long)]
        release: bool,
    },
    /// Writes the tables of all languages except English into target/catalogs. Every build includes this step.
    Catalogs,
    /// Bundles the custom element into target/embed. Every build includes this step.
    Element {
        /// Runs a script of embed/package.json instead: generate, check, test or hosts.
        script: Option<String>,
    },
    /// Adds the page for frames to the files that Trunk has built.
    #[command(hide = true)]
    FramePage,
    /// Builds a release and checks the size of a first visit, of a first visit in another language, of each page, and of
    /// the element.
    Size,
    /// Builds a release and checks the sign-in and the upgrading page with Lighthouse's mobile profile.
    ///
    /// Compares the medians with the limits in crates/xtask/lighthouserc.json and writes the reports to
    /// target/lighthouse/. Run nothing else at the same time.
    Lighthouse {
        /// Number of measurements of each page.
        #[arg(long, default_value = "5")]
        runs: NonZeroUsize,
    },
    /// Compares billing with a reference implementation on seeded inputs, and native code with Chromium.
    VerifyAmounts {
        /// Inputs compared with the reference implementation.
        #[arg(long = "n", value_name = "INPUTS", default_value = "200000")]
        inputs: u64,
        /// Inputs compared between native code and Chromium.
        #[arg(long = "same", value_name = "INPUTS", default_value = "100000")]
        same: u64,
    },
    /// Measures the time of a quote, natively and in Chromium.
    BenchAmounts,
    /// Runs cargo-mutants on billing. Fails if an unlisted mutant survives.
    MutateAmounts,
    /// Measures the bytes that billing and rust_decimal add to the app.
    WeighAmounts,
    /// Runs rustfmt, clippy and cargo-deny, and checks the imports and the types of the element.
    Lint,
    /// Takes screenshots of every page at three widths, light and dark, and writes them to target/screenshots/.
    Screenshots,
    /// Measures the cost of a new amount, and its latency with and without fourfold CPU throttling.
    InputLatency,
    /// Runs every test and check, or one suite.
    ///
    /// A run without a suite includes all journeys in Chromium and the main journeys in Firefox and WebKit. Installs
    /// missing browsers, drivers and fonts with apt when run as root, and geckodriver with cargo.
    Test {
        #[command(subcommand)]
        suite: Option<Suite>,
    },
    /// Runs WebAssembly tests in Chromium, as a runner for cargo.
    #[command(hide = true)]
    WasmRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

#[derive(Args, Clone, Debug, PartialEq, Eq)]
struct ServeOptions {
    /// Start of the sandbox clock, for example 2026-03-16T09:30:00Z. Each instant has a separate database in data/.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Port of the app.
    #[arg(long, default_value = "8080")]
    port: u16,
    /// Deletes the data of earlier runs and writes the sample data again.
    #[arg(long)]
    fresh: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
enum Suite {
    /// Unit and integration tests of all crates.
    Unit,
    /// Schemathesis against a backend and its OpenAPI document.
    Api,
    /// Stripe's own clients for Node.js and Python against the sandbox.
    Stripe,
    /// The custom element and its types with Node.js.
    Element,
    /// billing and the app's components as WebAssembly in Chromium.
    Browser,
    /// End-to-end journeys.
    E2e {
        /// The browser engine.
        #[arg(long, value_enum, default_value_t = Engine::Chromium)]
        browser: Engine,
        /// Runs only the journeys whose name contains one of these texts.
        #[arg(value_name = "NAME")]
        filter: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    Chromium,
    Firefox,
    #[value(name = "webkit")]
    WebKit,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(options) => serve::serve(&options),
        Command::Build { release } => build::build(release),
        Command::Style { release } => build::style(release),
        Command::Catalogs => build::catalogs(),
        Command::Element { script } => script.map_or_else(element::bundle, |script| element::run(&script)),
        Command::Size => build::build(true).and_then(|()| size::check()),
        Command::FramePage => build::frame_page(),
        Command::Lighthouse { runs } => build::build(true).and_then(|()| lighthouse::check(runs)),
        Command::VerifyAmounts { inputs, same } => amounts::verify(inputs, same),
        Command::BenchAmounts => amounts::bench(),
        Command::MutateAmounts => amounts::mutate(),
        Command::WeighAmounts => build::build(true).and_then(|()| amounts::weigh()),
        Command::Lint => steps::run_steps(&lint::STEPS),
        Command::InputLatency => build::build(true).and_then(|()| e2e::input_latency()),
        Command::Screenshots => build::build(true).and_then(|()| e2e::screenshots()),
        Command::Test { suite } => test::run(suite),
        Command::WasmRunner { arguments } => test::run_wasm_tests(&arguments),
    }
}

/// Writes a line to standard output. Ignores errors, so that a closed pipe does not stop the command.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, clap::Error> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(|arguments| arguments.command)
    }

    #[test]
    fn arguments_are_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn test_without_a_suite_runs_everything() {
        assert_eq!(parse("test").unwrap(), Command::Test { suite: None });
    }

    #[test]
    fn journeys_are_selected_by_name_and_browser() {
        let suite = Suite::E2e { browser: Engine::WebKit, filter: vec!["keyboard".into()] };

        for line in ["test e2e keyboard --browser=webkit", "test e2e --browser webkit keyboard"] {
            assert_eq!(parse(line).unwrap(), Command::Test { suite: Some(suite.clone()) });
        }
        assert!(parse("test unit --browser firefox").is_err());
    }

    #[test]
    fn zero_runs_are_rejected() {
        assert!(parse("lighthouse --runs 1").is_ok());
        assert!(parse("lighthouse --runs 0").is_err());
    }

    #[test]
    fn wasm_runner_accepts_any_arguments() {
        let Ok(Command::WasmRunner { arguments }) = parse("wasm-runner a.wasm --nocapture -q") else {
            panic!()
        };

        assert_eq!(arguments, ["a.wasm", "--nocapture", "-q"]);
    }
}
