use std::{
    io::{Read, Write},
    process::{Command, Stdio},
};

use crate::failure::{Context, Failure, Outcome};

/// Runs `cargo test`, forwards its output to the terminal, and returns the output.
///
/// # Errors
/// Fails if a test fails. Fails with the message `nothing` if no test passed.
pub fn run(test: &mut Command, nothing: &str) -> Outcome<String> {
    let mut child = test.stdout(Stdio::piped()).spawn().context(|| "cannot start cargo test".into())?;
    let mut output = child.stdout.take().expect("standard output is piped");
    let mut bytes = Vec::new();
    let mut buffer = [0_u8; 4096];
    while let Ok(length @ 1..) = output.read(&mut buffer) {
        let _ = std::io::stdout().lock().write_all(&buffer[..length]);
        bytes.extend_from_slice(&buffer[..length]);
    }
    let status = child.wait().context(|| "cannot wait for cargo test".into())?;
    if !status.success() {
        return Err(Failure::new(format!("tests failed ({status})")));
    }
    let printed = String::from_utf8_lossy(&bytes).into_owned();
    match passed(&printed) {
        0 => Err(Failure::new(nothing)),
        _ => Ok(printed),
    }
}

/// Returns the number of passed tests, according to the summary lines of all test binaries.
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
    fn counts_of_all_binaries_are_summed() {
        let output = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 0 ignored\n\ntest result: ok. 3 passed; 0 failed\n";

        assert_eq!(passed(output), 15);
    }

    #[test]
    fn run_without_tests_counts_zero() {
        assert_eq!(passed("no tests to run!\n"), 0);
    }
}
