//! The protocol `tcu/1` between a portal's page (the parent) and the embedded app (the child).
//!
//! [`Envelope::parse`] reads and checks a message. [`Child`] is the app's side: it gets messages, events of the app and
//! the time, and returns the messages to post and what the app has to do. It uses no browser and no clock. Types that
//! implement [`ReadJson`] read the JSON, so that the app can use its own reader.
//!
//! No message pays, applies a promotion code or changes a role. No message of the child contains a token, card data, a
//! promotion code, an e-mail address or the name of a person.
//!
//! The feature `schema` generates `schema/tcu-1.json` from the types. The files in `messages` are one example per type.

mod child;
mod color;
mod drops;
mod envelope;
mod error_code;
mod keys;
mod message;
mod page;
mod payload;
#[cfg(feature = "schema")]
pub mod schema;
mod text;
mod theme;

pub use child::{
    Child, ChildConfig, ChildEnvironment, ChildEvent, ChildOutput, ChildPhase, MessageSource, PostTarget,
};
pub use drops::{DropCounts, DropReason};
pub use envelope::{Envelope, MAJOR, MAX_BYTES, Message, ReadJson};
pub use error_code::ErrorCode;
pub use message::{ChildMessage, ParentMessage};
pub use page::FramePage;
pub use payload::*;
pub use text::{CurrencyCode, EmbedCode, LocaleTag, MessageId, Nonce, OpaqueId, PageTitle};
pub use theme::{Theme, Tokens};
