use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The steps of a test run and their outcomes.
pub struct Steps {
    steps: Vec<Step>,
    say: fn(&str),
}

struct Step {
    name: &'static str,
    outcome: Outcome,
    duration: Duration,
}

impl Steps {
    /// Starts a run that prints its output with `say`.
    pub fn new(say: fn(&str)) -> Self {
        Self { steps: Vec::new(), say }
    }

    /// Runs a step, even if earlier steps failed. Returns whether it passed.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> bool {
        (self.say)(&format!("\n== {name}"));
        let start = Instant::now();
        let outcome = work();
        if let Err(failure) = &outcome {
            (self.say)(&failure.to_string());
        }
        let passed = outcome.is_ok();
        self.steps.push(Step { name, outcome, duration: start.elapsed() });
        passed
    }

    /// Records a step that cannot run because another step failed.
    pub fn skip(&mut self, name: &'static str, cause: &str) {
        let outcome = Err(Failure::new(format!("not run, because {cause} failed")));
        self.steps.push(Step { name, outcome, duration: Duration::ZERO });
    }

    /// Prints the outcome of every step, and then the number of passed and failed steps.
    ///
    /// # Errors
    /// Fails if a step failed.
    pub fn summary(self) -> Outcome {
        (self.say)("");
        for step in &self.steps {
            (self.say)(&line(step));
        }
        let failed = self.steps.iter().filter(|step| step.outcome.is_err()).count();
        (self.say)(&format!("{} passed, {failed} failed", self.steps.len() - failed));
        if failed == 0 { Ok(()) } else { Err(Failure::new(format!("{failed} failed, see above"))) }
    }
}

fn line(step: &Step) -> String {
    let seconds = step.duration.as_secs();
    match &step.outcome {
        Ok(()) => format!("pass {seconds:>5} s  {}", step.name),
        Err(failure) => format!("FAIL {seconds:>5} s  {}: {failure}", step.name),
    }
}

#[cfg(test)]
mod tests {
    use super::Steps;
    use crate::failure::Failure;

    #[test]
    fn failed_step_fails_the_run_without_stopping_it() {
        let mut steps = Steps::new(|_| ());
        let mut ran = false;

        steps.step("first", || Err(Failure::new("broken")));
        steps.step("second", || {
            ran = true;
            Ok(())
        });

        assert!(ran && steps.summary().is_err());
    }

    #[test]
    fn skipped_step_counts_as_failed() {
        let mut steps = Steps::new(|_| ());

        steps.skip("journeys", "the build");

        assert!(steps.summary().is_err());
    }

    #[test]
    fn run_of_passing_steps_passes() {
        let mut steps = Steps::new(|_| ());

        assert!(steps.step("first", || Ok(())));
        assert_eq!(steps.summary(), Ok(()));
    }
}
