//! The reference billing service behind TestCloud Upgrading.

pub mod alarm;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dist;
pub mod error;
mod etag;
pub mod gateway;
pub mod metrics;
pub mod network;
pub mod private_file;
pub mod proxies;
pub mod routes;
pub mod secret_strength;
pub mod server;
pub mod service;
pub mod startup;
pub mod store;
