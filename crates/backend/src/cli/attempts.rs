use clap::{Args, Subcommand, ValueEnum};

use super::ServeArguments;
use crate::service::payment::Decision;

/// The commands of `backend attempts`.
#[derive(Clone, Debug, Subcommand)]
pub enum AttemptsCommand {
    /// Lists the held attempts and renewals, each with what the gateway reports about it.
    Held(HeldArguments),
    /// Settles one held attempt or renewal, after printing what the gateway reports about it. The decision is audited.
    Resolve(ResolveArguments),
}

impl AttemptsCommand {
    pub(super) const fn service_mut(&mut self) -> &mut ServeArguments {
        match self {
            Self::Held(arguments) => &mut arguments.service,
            Self::Resolve(arguments) => &mut arguments.service,
        }
    }
}

/// Options of `backend attempts held`.
#[derive(Clone, Debug, Args)]
pub struct HeldArguments {
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
    /// The database and the gateway of the running service.
    #[command(flatten)]
    pub service: ServeArguments,
}

/// Options of `backend attempts resolve`.
#[derive(Clone, Debug, Args)]
pub struct ResolveArguments {
    /// The id of the attempt, or of the renewal (`renewal:...`).
    pub attempt: String,
    /// `charged` applies the upgrade or books the renewal. `released` does not, and a charge must be refunded at the
    /// gateway.
    #[arg(long = "as", value_enum, value_name = "OUTCOME")]
    pub outcome: DecisionArgument,
    /// The reason, for the audit trail.
    #[arg(long, value_name = "TEXT")]
    pub because: String,
    /// Prints JSON.
    #[arg(long)]
    pub json: bool,
    /// The database and the gateway of the running service.
    #[command(flatten)]
    pub service: ServeArguments,
}

/// The decision about a held attempt or renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecisionArgument {
    /// The charge pays for the upgrade or the renewal.
    Charged,
    /// The upgrade is not applied, or the renewal stays unpaid.
    Released,
}

impl From<DecisionArgument> for Decision {
    fn from(outcome: DecisionArgument) -> Self {
        match outcome {
            DecisionArgument::Charged => Self::Charged,
            DecisionArgument::Released => Self::Released,
        }
    }
}
