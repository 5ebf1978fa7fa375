//! The command line, read once and strictly.

use std::{ffi::OsString, num::NonZeroUsize};

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::failure::{Failure, Outcome};

/// How often Lighthouse measures each page where nobody says how often.
const RUNS: NonZeroUsize = NonZeroUsize::new(5).expect("five is not zero");

/// What the person asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Serve(ServeOptions),
    Build { release: bool },
    Style { release: bool },
    Catalogs,
    Size,
    Lighthouse { runs: NonZeroUsize },
    VerifyAmounts { inputs: u64, same: u64 },
    BenchAmounts,
    MutateAmounts,
    WeighAmounts,
    Lint,
    OpenApi { write: bool },
    Screenshots,
    HandSpeed,
    Test { suite: Suite, filter: Vec<String> },
    WasmRunner { arguments: Vec<OsString> },
}

/// How `serve` starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// Where the sandbox's clock starts; the wall clock when absent.
    pub at: Option<String>,
    /// The port of the app.
    pub port: u16,
    /// Whether to forget what an earlier run stored.
    pub fresh: bool,
}

/// Which tests to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    Everything,
    Unit,
    Api,
    Browser,
    EndToEnd(Engine),
}

/// Which browser engine the journeys are walked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

/// Reads the arguments that follow the program's name.
///
/// # Errors
/// Names the first word it does not understand.
pub fn parse(words: impl Iterator<Item = OsString>) -> Outcome<Command> {
    let mut words = lexopt::Parser::from_args(words);
    read(&mut words).map_err(|error| Failure::new(format!("{error}; `cargo xtask help` lists the commands")))
}

fn read(words: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let Some(first) = words.next()? else { return Ok(Command::Help) };
    let command = match first {
        Short('h') | Long("help") => return Ok(Command::Help),
        Value(name) => name.string()?,
        other => return Err(other.unexpected()),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "serve" => serve(words),
        "build" => Ok(Command::Build { release: switch(words, "release")? }),
        "style" => Ok(Command::Style { release: switch(words, "release")? }),
        "catalogs" => nothing_more(words, Command::Catalogs),
        "size" => nothing_more(words, Command::Size),
        "lighthouse" => lighthouse(words),
        "verify-amounts" => verify(words),
        "bench-amounts" => nothing_more(words, Command::BenchAmounts),
        "mutate-amounts" => nothing_more(words, Command::MutateAmounts),
        "weigh-amounts" => nothing_more(words, Command::WeighAmounts),
        "lint" => nothing_more(words, Command::Lint),
        "openapi" => Ok(Command::OpenApi { write: switch(words, "write")? }),
        "hand-speed" => nothing_more(words, Command::HandSpeed),
        "screenshots" => nothing_more(words, Command::Screenshots),
        "test" => test(words),
        "wasm-runner" => Ok(Command::WasmRunner { arguments: words.raw_args()?.collect() }),
        unknown => Err(format!("there is no command `{unknown}`").into()),
    }
}

fn serve(words: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = ServeOptions { at: None, port: 8080, fresh: false };
    while let Some(word) = words.next()? {
        match word {
            Long("at") => options.at = Some(words.value()?.string()?),
            Long("port") => options.port = words.value()?.parse()?,
            Long("fresh") => options.fresh = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Serve(options))
}

fn lighthouse(words: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut runs = RUNS;
    while let Some(word) = words.next()? {
        match word {
            Long("runs") => runs = words.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Lighthouse { runs })
}

fn verify(words: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut inputs, mut same) = (200_000, 100_000);
    while let Some(word) = words.next()? {
        match word {
            Long("n") => inputs = words.value()?.parse()?,
            Long("same") => same = words.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::VerifyAmounts { inputs, same })
}

fn test(words: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let Some(word) = words.next()? else {
        return Ok(Command::Test { suite: Suite::Everything, filter: Vec::new() });
    };
    let Value(name) = word else { return Err(word.unexpected()) };
    let mut suite = match name.string()?.as_str() {
        "unit" => Suite::Unit,
        "api" => Suite::Api,
        "browser" => Suite::Browser,
        "e2e" => Suite::EndToEnd(Engine::Chromium),
        unknown => {
            return Err(format!("there is no suite `{unknown}`, only unit, api, browser and e2e").into());
        }
    };
    let mut filter = Vec::new();
    while let Some(word) = words.next()? {
        let end_to_end = matches!(suite, Suite::EndToEnd(_));
        match word {
            Value(name) if end_to_end => filter.push(name.string()?),
            Long("browser") if end_to_end => suite = Suite::EndToEnd(engine(&words.value()?.string()?)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Test { suite, filter })
}

fn engine(name: &str) -> Result<Engine, lexopt::Error> {
    let all = [Engine::Chromium, Engine::Firefox, Engine::WebKit];
    all.into_iter()
        .find(|engine| engine.word() == name)
        .ok_or_else(|| format!("there is no browser `{name}`, only chromium, firefox and webkit").into())
}

fn switch(words: &mut lexopt::Parser, name: &str) -> Result<bool, lexopt::Error> {
    let mut on = false;
    while let Some(word) = words.next()? {
        match word {
            Long(found) if found == name => on = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(on)
}

fn nothing_more(words: &mut lexopt::Parser, command: Command) -> Result<Command, lexopt::Error> {
    words.next()?.map_or(Ok(command), |word| Err(word.unexpected()))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::{Command, Engine, ServeOptions, Suite, parse};

    fn words(line: &str) -> impl Iterator<Item = std::ffi::OsString> {
        line.split_whitespace().map(Into::into)
    }

    #[test]
    fn serve_takes_an_instant_and_a_port() {
        let options = ServeOptions { at: Some("2026-03-16T09:30:00Z".into()), port: 9000, fresh: false };

        assert_eq!(parse(words("serve --at 2026-03-16T09:30:00Z --port=9000")), Ok(Command::Serve(options)));
    }

    #[test]
    fn no_word_at_all_asks_for_help() {
        assert_eq!(parse(words("")), Ok(Command::Help));
    }

    #[test]
    fn test_without_a_suite_is_everything() {
        assert_eq!(parse(words("test")), Ok(Command::Test { suite: Suite::Everything, filter: Vec::new() }));
    }

    #[test]
    fn end_to_end_tests_can_be_chosen_by_name() {
        let suite = Suite::EndToEnd(Engine::Chromium);

        assert_eq!(
            parse(words("test e2e keyboard")),
            Ok(Command::Test { suite, filter: vec!["keyboard".into()] })
        );
    }

    #[test]
    fn end_to_end_tests_can_be_walked_in_another_browser() {
        for (line, engine) in [
            ("test e2e --browser firefox keyboard", Engine::Firefox),
            ("test e2e keyboard --browser=webkit", Engine::WebKit),
            ("test e2e keyboard --browser chromium", Engine::Chromium),
        ] {
            let suite = Suite::EndToEnd(engine);

            assert_eq!(parse(words(line)), Ok(Command::Test { suite, filter: vec!["keyboard".into()] }));
        }
    }

    #[test]
    fn an_unknown_browser_is_named_beside_the_known_ones() {
        let failure = parse(words("test e2e --browser edge")).unwrap_err().to_string();

        assert!(failure.contains("`edge`") && failure.contains("webkit"), "{failure}");
    }

    #[test]
    fn only_end_to_end_tests_take_a_browser() {
        assert!(parse(words("test unit --browser firefox")).is_err());
        assert!(parse(words("test --browser firefox")).is_err());
    }

    #[test]
    fn amounts_are_verified_on_as_many_inputs_as_asked_for() {
        let command = Command::VerifyAmounts { inputs: 10_000_000, same: 100_000 };

        assert_eq!(parse(words("verify-amounts --n 10000000")), Ok(command));
    }

    #[test]
    fn lighthouse_measures_five_times_or_as_often_as_asked_for() {
        let runs = |runs| Ok(Command::Lighthouse { runs: NonZeroUsize::new(runs).unwrap() });

        assert_eq!(parse(words("lighthouse")), runs(5));
        assert_eq!(parse(words("lighthouse --runs 1")), runs(1));
    }

    #[test]
    fn no_run_at_all_proves_nothing_and_is_refused() {
        assert!(parse(words("lighthouse --runs 0")).is_err());
        assert!(parse(words("lighthouse --runs")).is_err());
    }

    #[test]
    fn a_port_that_is_no_number_is_refused() {
        assert!(parse(words("serve --port many")).is_err());
    }

    #[test]
    fn an_unknown_command_is_named() {
        let failure = parse(words("sreve")).unwrap_err().to_string();

        assert!(failure.contains("`sreve`") && failure.contains("cargo xtask help"), "{failure}");
    }

    #[test]
    fn a_word_too_many_is_refused() {
        assert!(parse(words("lint --fix")).is_err());
    }
}
