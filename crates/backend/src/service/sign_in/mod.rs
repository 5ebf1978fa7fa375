//! Sign-in: passwords, limits on guessing, sessions.

mod limits;
mod password;
mod queue;
mod session;

pub use password::{SignIns, hash_password};
pub use session::{begin, end, session_of};
