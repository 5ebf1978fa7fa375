//! The page with help.

include!(concat!(env!("OUT_DIR"), "/help.rs"));
