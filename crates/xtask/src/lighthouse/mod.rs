//! Lighthouse on the release build: how fast and how well made its two most important pages are, held against limits.

mod browser;
mod check;
mod figures;
mod limits;
mod pages;
mod report;
mod verdict;

pub use check::check;
