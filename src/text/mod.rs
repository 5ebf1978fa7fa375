//! All texts of the user interface, in the active language. The texts are in `catalogs`, with one folder per language;
//! these modules select between them.

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
pub use notices::{
    code_notice, notice_for, notice_for_refusal, notice_for_refused_payment, notice_for_sign_in,
};
