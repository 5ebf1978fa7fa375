//! Paying a sealed quote exactly once.
//!
//! An attempt is claimed (R0). Its intent is created unconfirmed and stored (R1), then confirmed outside any transaction.
//! One commit settles the attempt as paid (R3) or released (R4). When a response is lost, the attempt waits (R2, R2u)
//! and is settled by retrieving the intent, never by charging again. When the request of an attempt is gone, recovery
//! takes the attempt over with a higher fence, and writes by the old request have no effect.

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
pub(super) use checks::no_open_attempt;
pub(super) use declines::limit_of_declines;
pub use events::{EventSecret, GatewayEvent, receive};
pub use pay::{Paid, pay};
pub use reconcile::{Reconciliation, overdue, reconcile};
pub use recovery::{run, sweep};
pub use resolve::{Decision, Held, NotResolved, Resolved, held, held_one, is_reason, resolve};
pub use status::{answer, attempt, attempt_by_key, cancel_payment, refresh};
pub use withdraw::withdraw;
