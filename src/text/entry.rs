//! Texts of sign-in, the organization picker, the shell, and the access-denied and not-found pages.

include!(concat!(env!("OUT_DIR"), "/entry.rs"));
