mod fold;
mod intent_record;
mod key_use;
mod lookup;

pub use fold::Book;
pub use intent_record::IntentRecord;
pub use key_use::{Call, KeyUse};
