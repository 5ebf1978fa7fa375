mod ar;
mod en;
mod ja;
mod language;
mod vi;

pub use language::Texts;
