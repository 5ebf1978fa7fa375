//! Paying a sealed quote exactly once.
//!
//! An attempt is claimed (R0), its intent is created unconfirmed and stored (R1), then confirmed outside any
//! transaction, and settled in one commit: paid (R3) or released (R4). An answer that is lost is neither: the attempt
//! waits (R2, R2u) and is settled by asking the gateway, never by charging again. Whoever finds an attempt whose
//! request is gone takes it over under a higher fence; a late writer then changes nothing.

mod call;
mod checks;
mod claim;
mod commit;
mod declines;
mod events;
mod execute;
mod gateway_calls;
mod lease;
mod pay;
mod reconcile;
mod record;
mod recovery;
mod refused;
mod resolve;
mod settle;
mod status;
mod step;
mod withdraw;

pub use call::Call;
pub use events::{EventSecret, GatewayEvent, receive};
pub use pay::{Paid, pay};
pub use reconcile::{Reconciliation, overdue, reconcile};
pub use recovery::{run, sweep};
pub use resolve::{Decision, Held, NotResolved, Resolved, held, held_one, is_reason, resolve};
pub use status::{answer, attempt, attempt_by_key, cancel_payment, refresh};
pub use withdraw::withdraw;
