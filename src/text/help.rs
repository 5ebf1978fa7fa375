//! Texts of the help page.

include!(concat!(env!("OUT_DIR"), "/help.rs"));
