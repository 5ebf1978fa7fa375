//! Browser APIs.

pub mod address;
pub mod broadcast;
pub mod clock;
pub mod dom;
pub mod frame;
pub mod intl;
pub mod network;
pub mod panic;
pub mod preferences;
pub mod random;
pub mod storage;
