//! What the pages share and compute, without a view.

pub mod payment;
pub mod session;
pub mod upgrade;
