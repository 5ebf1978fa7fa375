//! Command-line arguments, and the environment variables that can replace each option.

mod arguments;
mod attempts;
mod settings;
mod values;

pub use arguments::{
    Arguments, AuditCommand, AuditVerifyArguments, Command, SandboxArguments, ServeArguments, parse,
};
pub use attempts::{AttemptsCommand, HeldArguments, Outcome, ResolveArguments};
pub use settings::{Mode, SandboxPlace, SandboxSettings, ServeSettings};
