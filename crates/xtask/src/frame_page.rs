//! Writes the page that portals show in a frame, from `frame.html`.

use std::path::Path;

use anyhow::{Context, Result};
use fs_err as fs;

use crate::{
    split::{File, integrity, without_comments},
    workspace,
};

/// The name of the page in `dist`.
pub const PAGE: &str = "frame.html";
/// The stylesheet of the page, in the target folder.
pub const STYLES: &str = "style/frame.css";

/// Writes the page into `dist`. The names of the script and the module are relative to `dist`.
pub fn write(dist: &Path, script: &File, module: &File) -> Result<()> {
    let template = fs::read_to_string(workspace::path(PAGE))?;
    let styles = fs::read_to_string(workspace::target(STYLES))?;
    Ok(fs::write(dist.join(PAGE), filled(&template, styles.trim(), script, module)?)?)
}

fn filled(template: &str, styles: &str, script: &File, module: &File) -> Result<String> {
    let values = [
        ("{{script}}", &script.name),
        ("{{script-integrity}}", &integrity(&script.bytes)),
        ("{{module}}", &module.name),
        ("{{module-integrity}}", &integrity(&module.bytes)),
        ("{{styles}}", &styles.to_owned()),
    ];
    values.into_iter().try_fold(without_comments(template), |page, (placeholder, value)| {
        page.contains(placeholder)
            .then(|| page.replace(placeholder, value))
            .with_context(|| format!("{PAGE} has no {placeholder}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> File {
        File { name: name.to_owned(), bytes: name.as_bytes().to_owned() }
    }

    #[test]
    fn frame_page_names_its_files_with_their_hashes() {
        let template = fs::read_to_string(workspace::path(PAGE)).unwrap();

        let page = filled(&template, ".a{b:c}", &file("frame/a.js"), &file("frame/a.wasm")).unwrap();

        let fetch = format!("fetch(\"./frame/a.wasm\", {{ integrity: \"{}\" }})", integrity(b"frame/a.wasm"));
        let preload = format!("integrity=\"{}\"", integrity(b"frame/a.js"));
        assert!(page.contains(&fetch) && page.contains(&preload), "{page}");
        assert!(
            page.contains("import init from \"./frame/a.js\";") && page.contains("<style>.a{b:c}</style>")
        );
        assert!(!page.contains("{{"), "{page}");
        assert!(filled("<p>", "", &file("a"), &file("b")).is_err());
    }

    #[test]
    fn frame_page_shows_the_same_notice_as_the_app() {
        let [frame, app] =
            [PAGE, "index.html"].map(|page| fs::read_to_string(workspace::path(page)).unwrap());

        let notice =
            |page: &str| page.split_once("id=\"tcu-stopped\"").unwrap().1.lines().nth(1).unwrap().to_owned();
        assert_eq!(notice(&frame), notice(&app));
    }
}
