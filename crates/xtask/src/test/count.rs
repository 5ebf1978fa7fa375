use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

use crate::failure::{Context, Failure, Outcome};

/// Runs cargo's tests, shows what they print as it comes, and returns it; a run in which none passed proves nothing.
///
/// # Errors
/// When a test fails, or with `nothing` when there was none to run.
pub fn run(test: &mut Command, nothing: &str) -> Outcome<String> {
    let mut child = test.stdout(Stdio::piped()).spawn().context(|| "cannot start cargo test".into())?;
    let mut output = child.stdout.take().expect("standard output is piped");
    let mut seen = Vec::new();
    let mut piece = [0_u8; 4096];
    while let Ok(length @ 1..) = output.read(&mut piece) {
        let _ = std::io::stdout().lock().write_all(&piece[..length]);
        seen.extend_from_slice(&piece[..length]);
    }
    let status = child.wait().context(|| "cannot wait for cargo test".into())?;
    if !status.success() {
        return Err(Failure::new(format!("tests failed ({status})")));
    }
    let printed = String::from_utf8_lossy(&seen).into_owned();
    match passed(&printed) {
        0 => Err(Failure::new(nothing)),
        _ => Ok(printed),
    }
}

/// How many tests the summary lines of all test binaries say have passed.
fn passed(output: &str) -> usize {
    let counts = output.lines().filter(|line| line.starts_with("test result:"));
    counts
        .filter_map(|line| line.split("passed").next()?.split_whitespace().last()?.parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::passed;

    #[test]
    fn the_counts_of_all_binaries_are_added() {
        let output = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 0 ignored\n\ntest result: ok. 3 passed; 0 failed\n";

        assert_eq!(passed(output), 15);
    }

    #[test]
    fn a_run_without_tests_counts_none() {
        assert_eq!(passed("no tests to run!\n"), 0);
    }
}
