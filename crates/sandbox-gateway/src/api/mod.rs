mod auth;
mod execution;
mod expand;
mod handler;
mod headers;
mod respond;

pub use handler::handle;
