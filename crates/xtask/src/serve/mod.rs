//! The whole product on this machine, until Ctrl-C.

mod start;
mod storage;

pub use start::serve;
