//! The test command: runs suites as steps and prints a summary.

mod api;
mod browser;
mod count;
mod e2e;
mod engines;
mod gallery;
mod plan;
mod steps;

pub use browser::{in_browser, run_wasm_tests};
pub use e2e::{input_latency, screenshots};
pub use engines::chromium::switches as chromium_switches;
pub use plan::{lint, run};
