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

/// Names the tables in the page of a built app, so that the one of the reader's language is fetched beside the program.
///
/// # Errors
/// When the page cannot be read or written, or has no place for the names.
pub fn name_in_page(dist: &Path) -> Outcome {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).context(|| format!("cannot read {}", page.display()))?;
    let folder = dist.join("catalogs");
    let entries = fs::read_dir(&folder).context(|| format!("cannot read {}", folder.display()))?;
    let mut names: Vec<_> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let html = with_names(&html, &names)
        .ok_or_else(|| Failure::new(format!("{} has no place for the tables' names", page.display())))?;
    fs::write(&page, html).context(|| format!("cannot write {}", page.display()))
}

fn with_names(html: &str, names: &[String]) -> Option<String> {
    let place = "const tables = {};";
    let entry = |name: &String| {
        let (tag, _) = name.split_once('-')?;
        name.ends_with(".txt").then(|| format!("{tag}: \"{name}\""))
    };
    let entries: Vec<_> = names.iter().filter_map(entry).collect();
    let list = format!("const tables = {{ {} }};", entries.join(", "));
    html.contains(place).then(|| html.replace(place, &list))
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

    use super::{fill, with_names};
    use crate::workspace;

    #[test]
    fn the_page_knows_every_language() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();
        let tags: Vec<_> =
            catalog::LANGUAGES.iter().map(|language| format!("\"{}\"", language.tag)).collect();

        assert!(page.contains(&format!("const spoken = [{}];", tags.join(", "))), "{tags:?}");
    }

    #[test]
    fn the_shell_says_what_the_page_says() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();
        let english = fs::read_to_string(workspace::path("src/text/catalogs/en/upgrade.ftl")).unwrap();

        let introduction = english.lines().find_map(|line| line.strip_prefix("introduction = ")).unwrap();

        assert!(page.contains(&format!(">{introduction}</p>")));
    }

    #[test]
    fn the_tables_are_named_where_the_page_looks_for_them() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();

        let named =
            with_names(&page, &["ja-1.txt".to_owned(), "ja-1.txt.br".to_owned(), "vi-2.txt".to_owned()]);

        assert!(named.unwrap().contains("const tables = { ja: \"ja-1.txt\", vi: \"vi-2.txt\" };"));
    }

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
