//! Sentences before an organization's pages: sign-in, the picker, the shell, denied and missing pages.

include!(concat!(env!("OUT_DIR"), "/entry.rs"));
