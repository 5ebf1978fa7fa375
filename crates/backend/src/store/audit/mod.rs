//! The audit trail: one row per change of state, in one chain per organization. Each row carries an HMAC over itself and
//! the row before it, computed with a key that is not in the database.

mod anchor;
mod append;
mod key_file;
mod keys;
mod rekey;
mod verify;

pub use anchor::AnchorFile;
pub use append::{AuditEntry, append};
pub use keys::{AuditKeys, KeyFileError};
pub use verify::{Broken, Fault, Head, Report, find_replaced, heads_since, last_sequence, verify};

pub(super) use key_file::open_keys;
pub(super) use keys::attach;
pub use keys::default_path;
