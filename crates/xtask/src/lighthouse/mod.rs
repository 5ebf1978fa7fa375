//! Measures the sign-in and the upgrading page of the release build with Lighthouse and compares the figures with
//! limits.

mod browser;
mod check;
mod figures;
mod limits;
mod pages;
mod report;
mod verdict;

pub use check::check;
