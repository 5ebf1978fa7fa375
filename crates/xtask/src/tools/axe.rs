use std::path::PathBuf;

use super::{
    Toolbox,
    npm_package::{self, NpmPackage},
};
use crate::failure::Outcome;

const AXE: NpmPackage = NpmPackage { name: "axe-core", version: "4.14.1", file: "axe.min.js" };

/// Returns the path of the script of axe-core, which checks the accessibility of a page. Installs it with npm if it is
/// missing.
pub fn ensure_axe(toolbox: &Toolbox) -> Outcome<PathBuf> {
    npm_package::ensure(toolbox, &AXE)
}
