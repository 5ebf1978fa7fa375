//! The upgrade that the buyer is editing.

mod draft;
mod entry;
mod estimate;
mod form;
mod priced;

pub use draft::{Draft, InvalidParameter};
pub use entry::{EntryProblem, parse_sessions};
pub use estimate::{Estimate, save_estimate};
pub use form::{PreparedForOther, UpgradeForm};
pub use priced::{Priced, price};
