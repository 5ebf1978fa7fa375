//! Paying a sealed quote exactly once.
//!
//! | state of the attempt | reached by | file |
//! |---|---|---|
//! | none: refused, nothing charged | [`pay`] reads the request; the claim checks it in one transaction | `request`, `claim`, `checks` |
//! | claimed (R0) | the same transaction stores the attempt under its idempotency key | `claim` |
//! | intent stored (R1) | the intent is created unconfirmed at the gateway, then stored | `charge` |
//! | action required (R2), outcome unknown (R2u) | the intent was confirmed without a final outcome | `charge`, `decide` |
//! | charged (R3) | one transaction books the charge, the upgrade, the receipt and the response | `commit` |
//! | released (R4) | the gateway will never charge the intent | `commit` |
//! | held | the gateway charged something else; a person decides | `resolve` |
//!
//! `decide` has no side effects: it maps the gateway's view of an intent to the next step. `charge` acts on the step, and
//! `commit` stores the result. When a response is lost, the attempt is settled by retrieving the intent, never by charging
//! again: by `recovery` when its lease has expired, by a gateway event, or by a person who opens it (`attempt`). Each of them
//! takes the attempt over with a higher fence (`lease`), so writes by the old request have no effect. `reconcile` compares
//! the ledger with the gateway's list.

mod attempt;
mod charge;
mod checks;
mod claim;
mod commit;
mod decide;
mod lease;
mod reconcile;
mod recovery;
mod request;
mod resolve;

pub use attempt::{answer, attempt, attempt_by_key, cancel_payment, refresh};
pub(super) use checks::{limit_of_declines, no_open_attempt};
pub use reconcile::{Reconciliation, overdue, reconcile};
pub(super) use recovery::{LIST_CHECKS, unused_intent};
pub use recovery::{run, sweep, withdraw};
pub use request::{PaymentRequest, PaymentResult, pay};
pub use resolve::{
    Decision, HeldAttempt, ResolveError, Resolved, held, held_one, intent_report, is_reason, resolve,
};
