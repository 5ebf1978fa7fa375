mod answer;
mod assets;
mod bank;
mod card_field;
mod clock;
mod desk;
mod extract;
mod guard;
mod headers;
mod html;
mod intents;
mod router;
mod tokens;

pub use desk::{Desk, DeskParts};
pub use router::router;
