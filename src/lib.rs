//! The TestCloud Upgrading app: sign-in, subscription, upgrade, review, payment and receipt.

pub mod api;
mod app;
pub mod components;
pub mod config;
mod frame;
pub mod layout;
pub mod pages;
pub mod routes;
pub mod state;
pub mod text;
pub mod view;

pub use app::{App, start, start_frame};
