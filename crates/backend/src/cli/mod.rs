//! The command line, and the environment that can stand in for each option.

mod arguments;
mod attempts;
mod settings;
mod values;

pub use arguments::{
    Arguments, AuditCommand, AuditVerifyArguments, Command, SandboxArguments, ServeArguments, parse,
};
pub use attempts::{AttemptsCommand, HeldArguments, Outcome, ResolveArguments};
pub use settings::{Mode, SandboxPlace, SandboxSettings, ServeSettings};
