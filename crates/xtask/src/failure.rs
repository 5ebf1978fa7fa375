//! Errors of the commands, as messages for the user.

use std::fmt;

/// An error message with the cause and, if there is one, the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

/// The result of a command or of one of its steps.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Converts an error to a [`Failure`] that starts with a description of the failed action.
pub trait Context<T> {
    fn context(self, action: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, action: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{}: {error}", action())))
    }
}
