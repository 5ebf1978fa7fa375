//! The HTTP server: connections, their limits and timeouts, and how many requests run at once.
//!
//! `axum::serve` has no timeout for request heads, silent or idle connections and no limit of connections, so that
//! about a thousand half-sent heads stop it. This module serves a router with hyper-util's connection builder instead.
//!
//! Every limit that a client could use up for all others has a share for each client: connections for each peer, request
//! bodies for each connection and for each client network. The networks are those of [`crate::network::Networks`].

mod activity;
mod admission;
mod connection;
mod file_limit;
mod host;
mod limits;
mod listener;
mod network_limit;
mod refusal_log;

pub use admission::{Admission, MAX_BODY_BYTES, Overload, admit};
pub use file_limit::raise_file_limit;
pub use limits::Limits;
pub use listener::Server;
