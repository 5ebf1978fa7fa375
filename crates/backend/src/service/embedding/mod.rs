//! Sessions of the app in a portal's frame.
//!
//! 1. The portal's server authenticates as an embed client and gets a one-time code for a person: `codes.rs`.
//! 2. The portal's page sends the code to the frame, which exchanges it for a bearer token: `sessions.rs`. The frame's
//!    HTML contains a sealed nonce that binds the token to this document: `document.rs`.
//! 3. The frame sends the token with each request. It is valid for 10 minutes; a new code extends the session.
//!
//! Everything here uses the machine's time, because portals report instants of their own clocks.

mod clients;
mod codes;
mod document;
mod sessions;

use billing::Instant;
use process::Clock;
use uuid::Uuid;

use crate::app::AppState;

pub use clients::{authenticate, is_client_id};
pub use codes::issue_code;
pub use document::Document;
pub use sessions::{Embedded, end, exchange_code, session_of};

/// A new nonce for the HTML of a frame of this client and organization. [`exchange_code`] verifies it.
#[must_use]
pub fn document_nonce(state: &AppState, client: &str, organization: i64) -> String {
    Document::new(organization, machine_now()).nonce(&state.seals, client)
}

fn machine_now() -> Instant {
    Clock::machine().now()
}

/// 244 random bits, as text.
fn random_text() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}
