//! Command-line arguments, and the environment variables that can replace each option.

mod arguments;
mod attempts;
mod settings;

pub use arguments::{
    ApplyArguments, Arguments, AuditCommand, AuditVerifyArguments, Command, OpenapiArguments, ServeArguments,
    parse,
};
pub use attempts::{AttemptsCommand, DecisionArgument, HeldArguments, ResolveArguments};
pub use settings::{GatewaySettings, SandboxSettings, ServeSettings};
