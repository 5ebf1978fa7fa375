//! Compiles the message catalogs of the app, which are [Fluent](https://projectfluent.org) files, one folder for each
//! language.
//!
//! English becomes Rust functions with its sentences in them, so that each page's code carries its own. Every other
//! language becomes one table, a line for each message in the order of English, which the app fetches when it is
//! chosen. What one language lacks, or says with other variables than English, is a [`Fault`], and the build fails.

mod check;
mod compact;
mod fault;
mod language;
mod message;
mod read;
mod rust;
mod table;

pub use fault::Fault;
pub use language::{LANGUAGES, Language};
pub use table::Table;

use std::path::Path;

/// What the catalogs compile to.
pub struct Compiled {
    /// Name and Rust code of each English file.
    pub modules: Vec<(String, String)>,
    /// Rust code of the list of languages.
    pub languages: String,
    /// A table for every language but English.
    pub tables: Vec<Table>,
}

/// Compiles all catalogs below a folder.
///
/// # Errors
/// Every fault there is, for one build to show them all.
pub fn compile(folder: &Path) -> Result<Compiled, Vec<Fault>> {
    let english = read::english(&folder.join(language::ENGLISH))?;
    let mut faults = Vec::new();
    let mut tables = Vec::new();
    for language in LANGUAGES.iter().filter(|language| language.tag != language::ENGLISH) {
        match check::translated(&folder.join(language.tag), language, &english) {
            Ok(lines) => tables.push(Table::new(language, &lines)),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(Compiled {
            modules: rust::modules(&english),
            languages: rust::languages(&tables, &english),
            tables,
        })
    } else {
        Err(faults)
    }
}
