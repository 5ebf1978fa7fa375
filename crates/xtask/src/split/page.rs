//! Rewrites the page that Trunk generated for the split modules.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fs_err as fs;

use super::modules::{File, Modules, integrity};

/// The script and the unsplit module that Trunk created.
pub struct Built {
    pub script: File,
    pub module: File,
    folder: PathBuf,
}

impl Built {
    /// Finds the files in `dist`.
    pub fn find(dist: &Path) -> Result<Self> {
        let names: Vec<_> =
            fs::read_dir(dist)?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let file = |ending: &str| -> Result<File> {
            let mut names = names.iter();
            let name = names.find(|name| name.starts_with("testcloud-upgrading-") && name.ends_with(ending));
            let name = name.with_context(|| format!("{} has no {ending} file from Trunk", dist.display()))?;
            Ok(File { name: name.clone(), bytes: fs::read(dist.join(name))? })
        };
        Ok(Self { script: file(".js")?, module: file("_bg.wasm")?, folder: dist.to_owned() })
    }

    /// Removes the files.
    pub fn remove(&self) -> Result<()> {
        fs::remove_file(self.folder.join(&self.script.name))?;
        Ok(fs::remove_file(self.folder.join(&self.module.name))?)
    }
}

/// Returns the page for the split modules, or `None` if `html` is not the output of Trunk.
pub fn rewritten(html: &str, built: &Built, modules: &Modules) -> Option<String> {
    let html = replace_file(html, &built.script, &modules.script)?;
    let html = without_preload(&html, &built.module)?;
    let html = with_checked_fetch(&html, &built.module, &modules.main)?;
    Some(without_comments(&with_relative_urls(&html, &[&modules.script, &modules.main])))
}

/// Makes the URLs of the files relative to the `<base>` element, so that the app can be served under any path.
fn with_relative_urls(html: &str, files: &[&File]) -> String {
    files.iter().fold(html.to_owned(), |html, file| {
        html.replace(&format!("\"/{}\"", file.name), &format!("\"./{}\"", file.name))
            .replace(&format!("'/{}'", file.name), &format!("'./{}'", file.name))
    })
}

/// Removes indentation, empty lines, and lines that contain only a comment.
pub fn without_comments(html: &str) -> String {
    let is_comment =
        |line: &&str| line.starts_with("//") || (line.starts_with("<!--") && line.ends_with("-->"));
    let lines: Vec<_> =
        html.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)).collect();
    lines.join("\n")
}

/// Removes Trunk's preload of the WebAssembly module, because Chromium ignores its `integrity`.
fn without_preload(html: &str, module: &File) -> Option<String> {
    let (before, rest) = html.split_once("<link rel=\"preload\"")?;
    let (preload, after) = rest.split_once('>')?;
    preload.contains(&module.name).then(|| format!("{before}{after}"))
}

/// Changes the first script to fetch the main module with its integrity after the shell is painted, and the last script
/// to start the result of that fetch.
///
/// The main module is as large as all other files together, so fetching it earlier would delay the shell.
fn with_checked_fetch(html: &str, old: &File, main: &File) -> Option<String> {
    let placeholder = "const program = [];";
    let (before, after) = html.split_once(&format!("{}'", old.name))?;
    let (before, folder) = before.rsplit_once('\'')?;
    let program = format!(
        "const program = [\"{folder}{}\", {{ integrity: \"{}\" }}];",
        main.name,
        integrity(&main.bytes)
    );
    let html = format!("{before}tcuProgram{after}");
    (html.contains(placeholder) && !html.contains(&old.name)).then(|| html.replace(placeholder, &program))
}

/// Replaces the name and hash of a file with those of another. Returns `None` if the text does not contain both.
fn replace_file(text: &str, old: &File, new: &File) -> Option<String> {
    let hash = integrity(&old.bytes);
    (text.contains(&old.name) && text.contains(&hash))
        .then(|| text.replace(&old.name, &new.name).replace(&hash, &integrity(&new.bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::modules::Manifest;

    fn file(name: &str) -> File {
        File { name: name.to_owned(), bytes: name.as_bytes().to_owned() }
    }

    fn built() -> Built {
        Built { script: file("whole.js"), module: file("whole_bg.wasm"), folder: PathBuf::new() }
    }

    fn modules() -> Modules {
        let [script, main] = ["app.js", "app.wasm"].map(file);
        Modules { script, main, others: Vec::new(), manifest: Manifest::default() }
    }

    fn trunks_page() -> String {
        let (script, module) = (integrity(b"whole.js"), integrity(b"whole_bg.wasm"));
        format!(
            "<link rel=\"modulepreload\" href=\"/a/whole.js\" integrity=\"{script}\">\
             <link rel=\"preload\" href=\"/a/whole_bg.wasm\" integrity=\"{module}\"><script>const program = [];</script>\
             <script type=\"module\">await init({{ module_or_path: '/a/whole_bg.wasm' }})</script>"
        )
    }

    #[test]
    fn page_starts_the_split_modules_with_their_hashes() {
        let html = rewritten(&trunks_page(), &built(), &modules()).unwrap();

        let (script, main) = (integrity(b"app.js"), integrity(b"app.wasm"));
        assert_eq!(
            html,
            format!(
                "<link rel=\"modulepreload\" href=\"/a/app.js\" integrity=\"{script}\">\
                 <script>const program = [\"/a/app.wasm\", {{ integrity: \"{main}\" }}];</script>\
                 <script type=\"module\">await init({{ module_or_path: tcuProgram }})</script>"
            )
        );
    }

    #[test]
    fn page_without_a_placeholder_is_rejected() {
        for (part, other) in [("const program = [];", ""), ("_bg.wasm'", ".wasm'"), ("sha384", "sha256")] {
            assert_eq!(rewritten(&trunks_page().replace(part, other), &built(), &modules()), None, "{part}");
        }
        let page = fs::read_to_string(crate::workspace::path("index.html")).unwrap();
        assert!(page.contains("const program = [];"));
    }

    #[test]
    fn comments_and_indentation_are_removed() {
        let html =
            "<p>a</p>\n\n<!-- why -->\n<script>\n  // because\n  go(\"https://x\"); // here\n</script>\n";

        assert_eq!(without_comments(html), "<p>a</p>\n<script>\ngo(\"https://x\"); // here\n</script>");
    }
}
