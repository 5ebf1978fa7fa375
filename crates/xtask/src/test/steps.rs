use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The steps of a test run and how they went.
pub struct Steps {
    done: Vec<Step>,
    say: fn(&str),
}

struct Step {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

impl Steps {
    /// Starts a run that reports through `say`.
    pub fn new(say: fn(&str)) -> Self {
        Self { done: Vec::new(), say }
    }

    /// Carries out one step, whatever became of the others; tells whether it passed.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> bool {
        (self.say)(&format!("\n== {name}"));
        let begun = Instant::now();
        let outcome = work();
        if let Err(failure) = &outcome {
            (self.say)(&failure.to_string());
        }
        let passed = outcome.is_ok();
        self.done.push(Step { name, outcome, took: begun.elapsed() });
        passed
    }

    /// Notes a step that cannot run because another one failed.
    pub fn skip(&mut self, name: &'static str, because: &str) {
        let outcome = Err(Failure::new(format!("not run, because {because} failed")));
        self.done.push(Step { name, outcome, took: Duration::ZERO });
    }

    /// Prints how every step went, the count last and alone.
    ///
    /// # Errors
    /// When a step failed.
    pub fn summary(self) -> Outcome {
        (self.say)("");
        for step in &self.done {
            (self.say)(&line(step));
        }
        let failed = self.done.iter().filter(|step| step.outcome.is_err()).count();
        (self.say)(&format!("{} passed, {failed} failed", self.done.len() - failed));
        if failed == 0 { Ok(()) } else { Err(Failure::new("something above failed")) }
    }
}

fn line(step: &Step) -> String {
    let seconds = step.took.as_secs();
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
    fn one_failed_step_fails_the_run_and_the_next_still_runs() {
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
    fn a_skipped_step_counts_as_failed() {
        let mut steps = Steps::new(|_| ());

        steps.skip("journeys", "the build");

        assert!(steps.summary().is_err());
    }

    #[test]
    fn a_run_of_passing_steps_passes() {
        let mut steps = Steps::new(|_| ());

        assert!(steps.step("first", || Ok(())));
        assert_eq!(steps.summary(), Ok(()));
    }
}
