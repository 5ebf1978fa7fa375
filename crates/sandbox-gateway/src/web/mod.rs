mod assets;
mod bank;
mod card_field;
mod clock;
mod error_response;
mod extract;
mod guard;
mod headers;
mod html;
mod intents;
mod router;
mod shared_state;
mod tokens;

pub use router::router;
pub use shared_state::{SharedState, SharedStateParts};
