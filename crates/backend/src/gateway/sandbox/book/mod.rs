mod fold;
mod intent_record;
mod key_use;
mod lookup;

pub use fold::Book;
pub use intent_record::IntentRecord;
pub use key_use::{Call, KeyUse};

/// The largest amount of one intent, in minor units: twelve digits.
pub const MAX_AMOUNT_MINOR: i64 = 999_999_999_999;
