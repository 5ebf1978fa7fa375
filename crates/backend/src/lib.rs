//! The reference billing service behind TestCloud Upgrading.

pub mod clock;
pub mod gateway;
