use std::path::PathBuf;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::Outcome;

const AXE: NpmPackage = NpmPackage { name: "axe-core", version: "4.14.1", file: "axe.min.js" };

/// Where the script of axe-core is, which looks for faults in a page's accessibility; installed if it is not there yet.
///
/// # Errors
/// Names the remedy when npm is missing or fails.
pub fn ensure_axe(toolbox: &Toolbox) -> Outcome<PathBuf> {
    npm_package::ensure(toolbox, &AXE)
}
