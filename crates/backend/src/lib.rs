//! The reference billing service behind TestCloud Upgrading.

pub mod admission;
pub mod alarm;
pub mod app;
pub mod background_tasks;
pub mod cli;
pub mod config;
pub mod csp_report_log;
pub mod dist;
pub mod error;
mod etag;
pub mod metrics;
pub mod passwords;
pub mod routes;
pub mod seal;
pub mod service;
pub mod startup;
pub mod store;
pub mod webhook_secrets;
