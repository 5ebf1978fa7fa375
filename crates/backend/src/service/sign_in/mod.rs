//! Signing in: passwords, limits on guessing, sessions.

mod limits;
mod password;
mod session;

pub use limits::Limits;
pub use password::{SignIns, hash_password};
pub use session::{begin, end, session_of};
