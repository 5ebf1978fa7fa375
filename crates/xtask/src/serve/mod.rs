//! Runs the app and the backend on this machine.

mod start;
mod storage;

pub use start::serve;
