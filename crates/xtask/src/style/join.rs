use std::{fs, path::Path};

use crate::{
    failure::{Context, Failure, Outcome},
    process,
    tools::Toolbox,
    workspace,
};

/// Joins `style/*.css`, in the order of their names, into `target/style/app.css`.
///
/// Does not write the file if nothing changed, so as not to trigger Trunk's watcher.
pub fn write(release: bool) -> Outcome {
    let release = release || std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let joined = join(&workspace::path("style"))?;
    let file = workspace::path("target/style/app.css");
    let folder = file.parent().expect("the path has a parent folder");
    fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))?;
    let sheet = if release { minify(&joined, folder)? } else { joined };
    if fs::read_to_string(&file).is_ok_and(|existing| existing == sheet) {
        return Ok(());
    }
    fs::write(&file, sheet).context(|| format!("cannot write {}", file.display()))
}

fn minify(sheet: &str, folder: &Path) -> Outcome<String> {
    let joined = folder.join("joined.css");
    fs::write(&joined, sheet).context(|| format!("cannot write {}", joined.display()))?;
    let mut esbuild = Toolbox::open()?.command("esbuild");
    esbuild.arg(&joined).args(["--minify", "--log-level=error"]);
    let minified = process::output(&mut esbuild)?;
    Ok(minified.trim_end().to_owned())
}

fn join(folder: &Path) -> Outcome<String> {
    let entries = fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| file.extension().is_some_and(|end| end == "css"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::new(format!("{} has no stylesheets", folder.display())));
    }
    let mut joined = String::new();
    for file in files {
        joined.push_str(&fs::read_to_string(&file).context(|| format!("cannot read {}", file.display()))?);
        joined.push('\n');
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::join;

    #[test]
    fn sheets_are_joined_in_order_of_their_names() {
        let folder = std::env::temp_dir().join(format!("xtask-join-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("10-tokens.css"), "b{}").unwrap();
        fs::write(folder.join("00-order.css"), "@layer a;").unwrap();
        fs::write(folder.join("notes.md"), "not a sheet").unwrap();

        let joined = join(&folder);

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(joined, Ok("@layer a;\nb{}\n".to_owned()));
    }

    #[test]
    fn folder_without_sheets_is_an_error() {
        assert!(join(&std::env::temp_dir().join("xtask-no-such-folder")).is_err());
    }
}
