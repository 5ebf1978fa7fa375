//! The audit trail: one row per state change, in one chain per organization.
//!
//! Each row has an HMAC over itself and the HMAC of the previous row. The key is not stored in the database.

mod anchor;
mod append;
mod key_file;
mod keys;
mod rekey;
mod schema;
mod verify;

pub use anchor::{AnchorFile, Anchors};
pub use append::{AuditEntry, append};
pub use keys::{AuditKeys, KeyFileError};
pub use schema::schema_faults;
pub use verify::{
    AuditFault, Broken, Head, Report, find_replaced, heads_since, is_new, last_sequence, verify,
};

pub(super) use key_file::open_keys;
pub(super) use keys::attach;
pub use keys::default_path;
