use std::path::PathBuf;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::Outcome;

const ENGINE: NpmPackage =
    NpmPackage { name: "accessibility-checker-engine", version: "4.0.34", file: "ace.js" };

/// The path of the script of IBM's accessibility checker, whose rules differ from axe-core's; installed if it is missing.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure_accessibility_checker(toolbox: &Toolbox) -> Outcome<PathBuf> {
    npm_package::ensure(toolbox, &ENGINE)
}
