//! An HTTP server for axum routers: connection limits, timeouts, and limits on concurrent requests.
//!
//! `axum::serve` has no timeout for request heads or idle connections and no connection limit, so about a thousand
//! incomplete request heads block it. This module serves a router with hyper-util's connection builder instead.
//!
//! Every limit that one client could use up has a lower limit per client: connections, running requests and unread
//! responses per client network, and request bodies per connection and per client network. [`Networks`] defines the networks.

mod activity;
mod admission;
mod connection;
mod file_limit;
mod host;
mod limits;
mod listener;
mod metrics;
mod network;
mod network_limit;
mod proxies;
mod refusal_log;
mod unread;

pub use admission::{Admission, MAX_BODY_BYTES, Overload, admit};
pub use file_limit::raise_file_limit;
pub use limits::Limits;
pub use listener::{Server, listen};
pub use metrics::{ConnectionMetrics, Counters};
pub use network::Networks;
pub use proxies::{Proxies, peer_address};
pub use unread::SharedBody;
