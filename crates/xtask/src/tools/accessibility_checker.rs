use std::path::PathBuf;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::Outcome;

const ENGINE: NpmPackage =
    NpmPackage { name: "accessibility-checker-engine", version: "4.0.34", file: "ace.js" };

/// Returns the path of the script of IBM's accessibility checker, which has other rules than axe-core. Installs it with
/// npm if it is missing.
pub fn ensure_accessibility_checker(toolbox: &Toolbox) -> Outcome<PathBuf> {
    npm_package::ensure(toolbox, &ENGINE)
}
