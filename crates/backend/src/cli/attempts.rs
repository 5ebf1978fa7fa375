use clap::{Args, Subcommand, ValueEnum};

use super::ServeArguments;
use crate::service::payment::Decision;

/// What to do about payments that a person must decide about.
#[derive(Clone, Debug, Subcommand)]
pub enum AttemptsCommand {
    /// Lists the held attempts, each with what the gateway reports about it.
    Held(HeldArguments),
    /// Settles one held attempt, after printing what the gateway reports about it. The decision is audited.
    Resolve(ResolveArguments),
}

/// How to list held attempts.
#[derive(Clone, Debug, Args)]
pub struct HeldArguments {
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
    /// The database and the gateway of the running service.
    #[command(flatten)]
    pub service: ServeArguments,
}

/// How to settle a held attempt.
#[derive(Clone, Debug, Args)]
pub struct ResolveArguments {
    /// The attempt's id.
    pub attempt: String,
    /// `charged` applies the upgrade; `released` does not, and a charge has to be refunded at the gateway.
    #[arg(long = "as", value_enum, value_name = "OUTCOME")]
    pub outcome: Outcome,
    /// The reason, for the audit.
    #[arg(long, value_name = "TEXT")]
    pub because: String,
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
    /// The database and the gateway of the running service.
    #[command(flatten)]
    pub service: ServeArguments,
}

/// How a held attempt is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Outcome {
    /// The charge pays for the upgrade.
    Charged,
    /// The upgrade is not applied.
    Released,
}

impl From<Outcome> for Decision {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Charged => Self::Charged,
            Outcome::Released => Self::Released,
        }
    }
}
