//! Named steps of a command, and their summary.

use std::time::Instant;

use anyhow::{Result, ensure};

use crate::say;

/// The name of a step and its function.
pub type Step = (&'static str, fn() -> Result<()>);

/// Runs steps and prints a summary.
pub fn run_steps(steps: &[Step]) -> Result<()> {
    let mut summary = Summary::default();
    summary.run_all(steps);
    summary.finish()
}

/// The outcome of every step.
#[derive(Default)]
pub struct Summary {
    lines: Vec<String>,
    failed: usize,
}

impl Summary {
    /// Runs all steps.
    pub fn run_all<'a>(&mut self, steps: impl IntoIterator<Item = &'a Step>) {
        for (name, work) in steps {
            self.run(name, work);
        }
    }

    /// Runs a step, even if earlier steps failed. Returns whether it passed.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        say(format!("\n== {name}"));
        let start = Instant::now();
        let outcome = work();
        let seconds = start.elapsed().as_secs();
        let line = match &outcome {
            Ok(()) => format!("pass {seconds:>5} s  {name}"),
            Err(error) => format!("FAIL {seconds:>5} s  {name}: {error:#}"),
        };
        say(&line);
        self.lines.push(line);
        self.failed += usize::from(outcome.is_err());
        outcome.is_ok()
    }

    /// Prints the outcome of every step, and then the number of passed and failed steps.
    pub fn finish(self) -> Result<()> {
        let Self { lines, failed } = self;
        say(format!("\n{}\n{} passed, {failed} failed", lines.join("\n"), lines.len() - failed));
        ensure!(failed == 0, "{failed} failed, see above");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn failed_step_fails_the_run_without_stopping_it() {
        let (mut summary, mut ran) = (Summary::default(), false);

        summary.run("first", || bail!("broken"));
        summary.run("second", || {
            ran = true;
            Ok(())
        });

        assert!(ran && summary.finish().is_err());
    }

    #[test]
    fn run_of_passing_steps_passes() {
        let mut summary = Summary::default();

        assert!(summary.run("first", || Ok(())));
        assert!(summary.finish().is_ok());
    }
}
