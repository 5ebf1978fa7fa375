//! The tables of the languages that are not part of the program.

use std::{fs, path::Path};

use crate::{
    failure::{Context, Failure, Outcome},
    workspace,
};

/// Compiles the message catalogs and writes a table for each language but English into `target/catalogs/`, from where
/// Trunk copies them beside the app.
///
/// # Errors
/// Names everything that a language lacks; or when the folder cannot be written.
pub fn write() -> Outcome {
    let compiled = catalog::compile(&workspace::path("src/text/catalogs")).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Failure::new(format!("the message catalogs do not fit together:\n{}", lines.join("\n")))
    })?;
    let tables: Vec<_> = compiled.tables.into_iter().map(|table| (table.file, table.text)).collect();
    fill(&workspace::path("target/catalogs"), &tables)
}

/// Makes the folder hold these files and nothing else. What is right already is left alone.
fn fill(folder: &Path, files: &[(String, String)]) -> Outcome {
    fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))?;
    let entries = fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries.flatten() {
        if !files.iter().any(|(name, _)| entry.file_name().to_str() == Some(name)) {
            fs::remove_file(entry.path()).context(|| format!("cannot remove {}", entry.path().display()))?;
        }
    }
    for (name, text) in files {
        let file = folder.join(name);
        // The name has a hash of the text in it.
        if !file.is_file() {
            fs::write(&file, text).context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::fill;

    #[test]
    fn an_older_table_of_a_language_goes_when_a_new_one_comes() {
        let folder = std::env::temp_dir().join(format!("xtask-catalogs-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("vi-0000000000000000.txt"), "old").unwrap();

        let outcome = fill(&folder, &[("vi-1111111111111111.txt".to_owned(), "new".to_owned())]);
        let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(outcome, Ok(()));
        assert_eq!(names, ["vi-1111111111111111.txt"]);
    }
}
