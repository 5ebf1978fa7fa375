//! Controls a browser: finds elements by role and name, acts on them and emulates devices and networks.

mod accessibility;
mod act;
mod appearance;
mod engine;
mod focus;
mod frames;
mod input_latency;
mod keyboard;
mod language;
mod lease;
mod legible;
mod locate;
mod motion;
mod network;
mod print;
mod session;
mod translation;
mod wait;

pub use appearance::Scheme;
pub use engine::Engine;
pub use focus::FocusStop;
pub use input_latency::{InputCost, InputLatency};
pub use locate::Role;
pub use print::{A4, LETTER};
pub use session::Browser;
pub use thirtyfour::Key;
pub use wait::until;
