//! Identifies and authorizes the caller. Every request is checked against the database.

mod billing;
mod client_address;
mod cookie;
mod member;
mod origin;
mod signed_in;

pub use billing::Billing;
pub use client_address::{ClientAddress, trusted_proxies_only};
pub use cookie::SessionCookie;
pub use member::Member;
pub use origin::own_origin_only;
pub use signed_in::SignedIn;

pub use super::strict_json::{Empty, StrictJson};
