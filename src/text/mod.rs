//! Every sentence shown to a person, in the language chosen. The sentences stand in `catalogs`, a folder for each
//! language; here are the choices between them.

mod common;
pub mod entry;
pub mod help;
pub mod language;
mod notice;
mod notices;
pub mod payment;
pub mod subscription;
pub mod upgrade;

pub use common::*;
pub use notice::{Notice, Tone};
pub use notices::{code_notice, notice_for, notice_for_refusal, notice_for_sign_in};
