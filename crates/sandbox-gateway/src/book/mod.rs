mod entry;
mod file;

pub use entry::{Entry, EntryName, StoredAnswer};
pub use file::{BookFailure, BookFile};
