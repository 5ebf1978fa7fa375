//! Identifies and authorizes the caller. Every request is checked against the database.

mod authorization;
mod billing;
mod client_address;
mod cookie;
mod embed_client;
mod member;
mod origin;
mod signed_in;

pub use authorization::has_authorization;
pub use billing::Billing;
pub use client_address::{ClientAddress, trusted_proxies_only};
pub use cookie::SessionCookie;
pub use embed_client::EmbedClient;
pub use member::Member;
pub use origin::own_origin_only;
pub use signed_in::SignedIn;

pub use super::strict_json::{Empty, StrictJson};
