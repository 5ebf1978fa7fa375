//! Payment attempts for upgrades, each in one row from claim to end.
//!
//! A function that takes an [`AttemptRow`] and returns `false` or `None` changed nothing, for example because another
//! process took the attempt over.

mod advance;
mod claim;
mod declines;
mod find;
mod recovery_point;
mod resolution;
mod row;
mod settle;
mod stored_card;

pub use advance::{
    TakeOver, Waiting, keep_waiting, mark_answered, request_cancel, store_intent, take_over, wait,
};
pub use claim::{NewAttempt, insert};
pub use declines::{nth_decline_of_organization, nth_decline_of_person, undecided_of_person};
pub use find::{
    AttemptRows, OpenProgress, by_id, by_id_anywhere, by_intent, by_key, charged_for_quote, due, held,
    id_by_key, is_open_intent, next_due, open_of, open_progress, open_since, postpone_unreadable,
    unresolved_creates,
};
pub use recovery_point::RecoveryPoint;
pub use resolution::{Resolution, insert_resolution, resolution_of};
pub use row::AttemptRow;
pub use settle::{
    Release, charge, create_resolved, hold, keep_alarm, postpone_create, release, store_answer, unhold,
};
