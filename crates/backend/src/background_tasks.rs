use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::metrics::Gauges;

/// The state of a background task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// The task is running.
    Running,
    /// The task panicked and is about to be started again.
    Restarting,
    /// The task has ended and is not started again.
    Ended,
}

/// The states of the background tasks of this process, for the readiness check and the metrics.
#[derive(Clone, Debug)]
pub struct BackgroundTasks {
    states: Arc<Mutex<BTreeMap<&'static str, TaskState>>>,
    gauges: Gauges,
}

impl BackgroundTasks {
    /// Creates a registry without tasks that sets `gauges`.
    #[must_use]
    pub fn new(gauges: Gauges) -> Self {
        Self { states: Arc::default(), gauges }
    }

    /// Registers a running task. It counts as ended when the result is dropped.
    #[must_use]
    pub fn register(&self, name: &'static str) -> BackgroundTask {
        let task = BackgroundTask { name, tasks: self.clone() };
        task.set(TaskState::Running);
        task
    }

    /// The registered tasks that are not running, with their states.
    #[must_use]
    pub fn not_running(&self) -> Vec<(&'static str, TaskState)> {
        let states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states
            .iter()
            .filter(|(_, state)| **state != TaskState::Running)
            .map(|(name, state)| (*name, *state))
            .collect()
    }
}

/// A registered background task.
#[derive(Debug)]
pub struct BackgroundTask {
    name: &'static str,
    tasks: BackgroundTasks,
}

impl BackgroundTask {
    /// Sets the state of the task.
    pub fn set(&self, state: TaskState) {
        self.tasks.states.lock().unwrap_or_else(PoisonError::into_inner).insert(self.name, state);
        self.tasks.gauges.set(self.name, i64::from(state == TaskState::Running));
    }
}

impl Drop for BackgroundTask {
    fn drop(&mut self) {
        self.set(TaskState::Ended);
    }
}
