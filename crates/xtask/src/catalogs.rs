//! Builds the language tables that the app fetches.

use std::{fs, path::Path};

use crate::{
    failure::{Context, Failure, Outcome},
    workspace,
};

/// Compiles the message catalogs and writes a table for each language except English into `target/catalogs/`. Trunk
/// copies the tables to `dist/`.
///
/// # Errors
/// Lists all faults in the catalogs.
pub fn write() -> Outcome {
    let compiled = catalog::compile(&workspace::path("src/text/catalogs")).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Failure::new(format!("the message catalogs have errors:\n{}", lines.join("\n")))
    })?;
    let tables: Vec<_> = compiled.tables.into_iter().map(|table| (table.file, table.text)).collect();
    sync_folder(&workspace::path("target/catalogs"), &tables)
}

/// Writes the file names of the tables into the built page, so that the page fetches the table of the user's language
/// in parallel with the app.
///
/// # Errors
/// Fails if the page has no placeholder for the names.
pub fn name_in_page(dist: &Path) -> Outcome {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).context(|| format!("cannot read {}", page.display()))?;
    let folder = dist.join("catalogs");
    let entries = fs::read_dir(&folder).context(|| format!("cannot read {}", folder.display()))?;
    let mut names: Vec<_> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let html = insert_names(&html, &names)
        .ok_or_else(|| Failure::new(format!("{} has no placeholder for the table names", page.display())))?;
    fs::write(&page, html).context(|| format!("cannot write {}", page.display()))
}

fn insert_names(html: &str, names: &[String]) -> Option<String> {
    let placeholder = "const tables = {};";
    let entry = |name: &String| {
        let (tag, _) = name.split_once('-')?;
        name.ends_with(".txt").then(|| format!("{tag}: \"{name}\""))
    };
    let entries: Vec<_> = names.iter().filter_map(entry).collect();
    let list = format!("const tables = {{ {} }};", entries.join(", "));
    html.contains(placeholder).then(|| html.replace(placeholder, &list))
}

/// Writes the files into a folder and removes all other files. Existing files with the same name are not rewritten.
fn sync_folder(folder: &Path, files: &[(String, String)]) -> Outcome {
    fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))?;
    let entries = fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries.flatten() {
        if !files.iter().any(|(name, _)| entry.file_name().to_str() == Some(name)) {
            fs::remove_file(entry.path()).context(|| format!("cannot remove {}", entry.path().display()))?;
        }
    }
    for (name, text) in files {
        let file = folder.join(name);
        // The name contains a hash of the text, so an existing file has the same content.
        if !file.is_file() {
            fs::write(&file, text).context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{insert_names, sync_folder};
    use crate::workspace;

    #[test]
    fn page_lists_every_language() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();
        let tags: Vec<_> =
            catalog::LANGUAGES.iter().map(|language| format!("\"{}\"", language.tag)).collect();

        assert!(page.contains(&format!("const spoken = [{}];", tags.join(", "))), "{tags:?}");
    }

    #[test]
    fn shell_shows_the_introduction_of_the_page() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();
        let english = fs::read_to_string(workspace::path("src/text/catalogs/en/upgrade.ftl")).unwrap();

        let introduction = english.lines().find_map(|line| line.strip_prefix("introduction = ")).unwrap();

        assert!(page.contains(&format!(">{introduction}</p>")));
    }

    #[test]
    fn table_names_replace_the_placeholder_in_the_page() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();

        let named =
            insert_names(&page, &["ja-1.txt".to_owned(), "ja-1.txt.br".to_owned(), "vi-2.txt".to_owned()]);

        assert!(named.unwrap().contains("const tables = { ja: \"ja-1.txt\", vi: \"vi-2.txt\" };"));
    }

    #[test]
    fn new_table_replaces_the_old_one() {
        let folder = std::env::temp_dir().join(format!("xtask-catalogs-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("vi-0000000000000000.txt"), "old").unwrap();

        let outcome = sync_folder(&folder, &[("vi-1111111111111111.txt".to_owned(), "new".to_owned())]);
        let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(outcome, Ok(()));
        assert_eq!(names, ["vi-1111111111111111.txt"]);
    }
}
