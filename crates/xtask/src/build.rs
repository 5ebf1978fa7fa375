//! Builds the app: Trunk, with the stylesheet and the language tables that it includes.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use fs_err as fs;
use xshell::{Cmd, cmd};

use crate::{element, frame_page, notices, say, size, split, tools::Tools, workspace};

/// Builds the app into `dist/`.
pub fn build(release: bool) -> Result<()> {
    let tools = Tools::open()?;
    tools.ensure_build_tools()?;
    let _lock = lock_dist()?;
    style(release)?;
    catalogs()?;
    element::bundle()?;
    if !release {
        return Ok(trunk(&tools, "build").run()?);
    }
    say("building the app for release; the first build takes about 2 minutes on 2 cores");
    // Link the page for frames in parallel with the app, which Trunk then finds up to date.
    let (sh, target) = (&tools.sh, ["--target", "wasm32-unknown-unknown", "--profile", "wasm-release"]);
    let options = ["--locked", "--package", "testcloud-upgrading", "--bins", "--features", split::FEATURE];
    cmd!(sh, "cargo build {options...} {target...}").run()?;
    trunk(&tools, "build").args(["--release", "--locked", "--features", split::FEATURE]).run()?;
    let dist = workspace::path("dist");
    split::split(&tools, &dist)?;
    list_languages_in_page(&dist)?;
    notices::write(&dist)?;
    size::compress(&dist)
}

/// Adds the page for frames to the files that Trunk has built. Trunk runs this after each of its builds.
pub fn frame_page() -> Result<()> {
    let dist = std::env::var_os("TRUNK_STAGING_DIR").context("only Trunk runs this command")?;
    split::add_unsplit_frame(Path::new(&dist))
}

/// Waits until no other build writes into `dist/`, because concurrent builds would remove each other's files.
fn lock_dist() -> Result<File> {
    fs::create_dir_all(workspace::target(""))?;
    let file = File::create(workspace::target("dist.lock"))?;
    if file.try_lock().is_err() {
        say("waiting for another build of the app to finish");
        file.lock()?;
    }
    Ok(file)
}

/// Creates a Trunk command.
pub fn trunk<'a>(tools: &'a Tools, subcommand: &str) -> Cmd<'a> {
    let sh = &tools.sh;
    let trunk = cmd!(sh, "trunk {subcommand}").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk also parses this variable as its own flag and accepts only `true` and `false`.
    let trunk = if std::env::var_os("NO_COLOR").is_some() { trunk.env("NO_COLOR", "true") } else { trunk };
    // Show only the compile error, without a backtrace of Trunk.
    trunk.env("RUST_BACKTRACE", "0")
}

/// Joins `style/*.css`, in the order of their names, into a stylesheet for the app and one for frames, which lacks the
/// rules of the shell.
pub fn style(release: bool) -> Result<()> {
    let release = release || std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let sheets = workspace::files(&workspace::path("style"), &["css"])?;
    write_style("style/app.css", &join_sheets(&sheets)?, release)?;
    let (_, of_frame): (Vec<_>, Vec<_>) = sheets.into_iter().partition(|sheet| sheet.ends_with(SHELL_SHEET));
    write_style(frame_page::STYLES, &join_sheets(&of_frame)?, release)
}

/// The rules for what only the stand-alone app shows.
const SHELL_SHEET: &str = "48-shell.css";

fn write_style(name: &str, joined: &str, release: bool) -> Result<()> {
    let file = workspace::target(name);
    fs::create_dir_all(file.with_file_name(""))?;
    let mut sheet = joined.to_owned();
    if release {
        let (tools, joined) = (Tools::open()?, file.with_extension("joined.css"));
        let sh = &tools.sh;
        fs::write(&joined, sheet)?;
        sheet = cmd!(sh, "esbuild {joined} --minify --log-level=error").read()?;
    }
    // Writing an unchanged file would trigger Trunk's watcher.
    if fs::read_to_string(&file).is_ok_and(|existing| existing == sheet) {
        return Ok(());
    }
    Ok(fs::write(file, sheet)?)
}

fn join_sheets(sheets: &[PathBuf]) -> Result<String> {
    ensure!(!sheets.is_empty(), "there are no stylesheets");
    sheets.iter().map(|file| Ok(fs::read_to_string(file)? + "\n")).collect()
}

/// Compiles the message catalogs and writes a table for each language except English into `target/catalogs/`. Trunk
/// copies the tables to `dist/`.
pub fn catalogs() -> Result<()> {
    match catalog::compile(&workspace::path("src/text/catalogs")) {
        Ok(compiled) => {
            let tables: Vec<_> = compiled.tables.into_iter().map(|table| (table.file, table.text)).collect();
            sync_folder(&workspace::target("catalogs"), &tables)
        }
        Err(errors) => {
            let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
            bail!("the message catalogs have errors:\n{}", lines.join("\n"))
        }
    }
}

/// Writes the languages with the file names of their tables into the built page, so that the page fetches the table of
/// the user's language in parallel with the app.
fn list_languages_in_page(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let tables = workspace::files(&dist.join("catalogs"), &["txt"])?;
    let names: Vec<_> = tables.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    Ok(fs::write(&page, insert_languages(&fs::read_to_string(&page)?, &names)?)?)
}

fn insert_languages(html: &str, tables: &[&str]) -> Result<String> {
    let placeholder = "const languages = { en: { dir: \"ltr\" } };";
    ensure!(html.contains(placeholder), "index.html has no placeholder for the languages");
    let entry = |language: &catalog::Language| {
        let prefix = format!("{}-", language.tag);
        let table = tables.iter().find(|name| name.starts_with(&prefix));
        let table = table.map(|table| format!(", table: \"{table}\"")).unwrap_or_default();
        let direction = if language.rtl { "rtl" } else { "ltr" };
        format!("\"{}\": {{ dir: \"{direction}\"{table} }}", language.tag)
    };
    let entries: Vec<_> = catalog::LANGUAGES.iter().map(entry).collect();
    Ok(html.replace(placeholder, &format!("const languages = {{ {} }};", entries.join(", "))))
}

/// Writes the files into a folder and removes all other files. Existing files are not rewritten, because their names
/// contain a hash of the text.
fn sync_folder(folder: &Path, files: &[(String, String)]) -> Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !files.iter().any(|(name, _)| entry.file_name().to_str() == Some(name)) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, text) in files.iter().filter(|(name, _)| !folder.join(name).is_file()) {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        fs::read_to_string(workspace::path("index.html")).unwrap()
    }

    #[test]
    fn sheets_are_joined_in_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("10-tokens.css", "b{}"), ("00-order.css", "@layer a;"), ("notes.md", "no")] {
            fs::write(folder.path().join(name), text).unwrap();
        }

        let sheets = workspace::files(folder.path(), &["css"]).unwrap();
        assert_eq!(join_sheets(&sheets).unwrap(), "@layer a;\nb{}\n");
        assert!(join_sheets(&[]).is_err());
    }

    #[test]
    fn sheet_of_the_shell_exists() {
        assert!(workspace::path("style").join(SHELL_SHEET).exists());
    }

    #[test]
    fn page_lists_every_language() {
        let listed = insert_languages(&page(), &[]).unwrap();

        for language in catalog::LANGUAGES {
            assert!(listed.contains(&format!("\"{}\": {{ dir: ", language.tag)), "{}", language.tag);
        }
    }

    #[test]
    fn shell_shows_the_introduction_of_the_page() {
        let english = fs::read_to_string(workspace::path("src/text/catalogs/en/upgrade.ftl")).unwrap();

        let introduction = english.lines().find_map(|line| line.strip_prefix("introduction = ")).unwrap();

        assert!(page().contains(&format!(">{introduction}</p>")));
    }

    #[test]
    fn page_lists_the_table_and_direction_of_a_language() {
        let listed = insert_languages(&page(), &["ja-1.txt", "ar-2.txt"]).unwrap();

        assert!(listed.contains("\"ja\": { dir: \"ltr\", table: \"ja-1.txt\" }"));
        assert!(listed.contains("\"ar\": { dir: \"rtl\", table: \"ar-2.txt\" }"));
        assert!(insert_languages("<p>", &[]).is_err());
    }

    #[test]
    fn new_table_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("vi-0000000000000000.txt"), "old").unwrap();

        sync_folder(folder.path(), &[("vi-1111111111111111.txt".to_owned(), "new".to_owned())]).unwrap();

        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["vi-1111111111111111.txt"]);
    }
}
