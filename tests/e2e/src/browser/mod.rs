//! A person's browser: what can be seen in it, by role and name, and what can be done.

mod accessibility;
mod act;
mod attention;
mod engine;
mod keyboard;
mod language;
mod lease;
mod legible;
mod locate;
mod look;
mod motion;
mod network;
mod pace;
mod paper;
mod session;
mod translation;
mod wait;

pub use attention::Stop;
pub use engine::Engine;
pub use locate::Role;
pub use look::Scheme;
pub use pace::Pace;
pub use paper::{A4, LETTER};
pub use session::Browser;
pub use thirtyfour::Key;
pub use wait::until;
