//! Compiles the message catalogs of the app. The catalogs are [Fluent](https://projectfluent.org) files, in one folder
//! for each language.
//!
//! English messages become Rust functions that contain the text, so each chunk of the app includes only its own texts.
//! Every other language becomes a table with one line for each message, in the order of the English messages. The app
//! fetches a table when the user selects the language. A missing message, or a message with other variables than in
//! English, is a [`CatalogError`] that fails the build.

mod check;
mod compact;
mod error;
mod language;
mod message;
mod read;
mod rust;
mod table;

pub use error::CatalogError;
pub use language::{LANGUAGES, Language};
pub use table::Table;

use std::path::Path;

use language::ENGLISH;

/// The result of compiling the catalogs.
pub struct Compiled {
    /// Name and Rust code of each English file.
    pub modules: Vec<(String, String)>,
    /// Rust code of the list of languages.
    pub languages: String,
    /// A table for every language except English.
    pub tables: Vec<Table>,
}

/// Compiles all catalogs in a folder.
///
/// # Errors
/// Returns the errors of all languages, so that one build shows all of them.
pub fn compile(folder: &Path) -> Result<Compiled, Vec<CatalogError>> {
    let mut errors = check::languages(folder, LANGUAGES);
    let mut tables = Vec::new();
    let english = match read::english(&folder.join(ENGLISH.tag), &ENGLISH) {
        Ok(english) => english,
        Err(found) => {
            errors.extend(found);
            return Err(errors);
        }
    };
    for language in LANGUAGES.iter().filter(|language| language.tag != ENGLISH.tag) {
        match check::translated(&folder.join(language.tag), language, &english) {
            Ok(lines) => tables.push(Table::new(language, &lines)),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() {
        Ok(Compiled {
            modules: rust::modules(&english),
            languages: rust::languages(&tables, &english),
            tables,
        })
    } else {
        Err(errors)
    }
}
