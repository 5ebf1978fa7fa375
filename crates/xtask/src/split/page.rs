//! What Trunk wrote about its one module, rewritten for the modules.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    modules::{File, Modules},
    names::integrity,
};
use crate::failure::{Context, Failure, Outcome};

/// The two files Trunk made of the whole module.
pub struct Built {
    script: File,
    module: File,
    folder: PathBuf,
}

impl Built {
    /// Finds them in `dist`.
    pub fn find(dist: &Path) -> Outcome<Self> {
        let file = |ending: &str| {
            let entries = fs::read_dir(dist).context(|| format!("cannot read {}", dist.display()))?;
            let mut names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
            let name = names.find(|name| name.starts_with("testcloud-upgrading-") && name.ends_with(ending));
            let name = name.ok_or_else(|| {
                Failure::new(format!("{} holds no {ending} file of Trunk's", dist.display()))
            })?;
            let path = dist.join(&name);
            let bytes = fs::read(&path).context(|| format!("cannot read {}", path.display()))?;
            Ok(File { name, bytes })
        };
        Ok(Self { script: file(".js")?, module: file("_bg.wasm")?, folder: dist.to_owned() })
    }

    /// Removes them.
    pub fn remove(&self) -> Outcome {
        for File { name, .. } in [&self.script, &self.module] {
            fs::remove_file(self.folder.join(name)).context(|| format!("cannot remove {name}"))?;
        }
        Ok(())
    }
}

/// The page that starts the modules in place of the whole; `None` when it is not as Trunk writes it.
pub fn rewritten(html: &str, built: &Built, modules: &Modules) -> Option<String> {
    let html = replaced(html, &built.script, &modules.script)?;
    let html = without_preload(&html, &built.module)?;
    Some(without_comments(&checked(&html, &built.module, &modules.main)?))
}

/// The page without what only its authors read: indentation, empty lines, and lines that are a comment as a whole.
fn without_comments(html: &str) -> String {
    let is_comment =
        |line: &&str| line.starts_with("//") || (line.starts_with("<!--") && line.ends_with("-->"));
    let lines: Vec<_> =
        html.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)).collect();
    lines.join("\n")
}

/// The page without Trunk's preload of the program, whose `integrity` Chromium ignores.
fn without_preload(html: &str, module: &File) -> Option<String> {
    let (before, rest) = html.split_once("<link rel=\"preload\"")?;
    let (preload, after) = rest.split_once('>')?;
    preload.contains(&module.name).then(|| format!("{before}{after}"))
}

/// The page whose first script fetches the program with its integrity, once the shell is painted, and whose last one
/// starts what that fetch returns.
///
/// The program is as large as everything else together: fetched earlier, it would delay the shell.
fn checked(html: &str, old: &File, main: &File) -> Option<String> {
    let place = "const program = [];";
    let (before, after) = html.split_once(&format!("{}'", old.name))?;
    let (before, folder) = before.rsplit_once('\'')?;
    let program = format!(
        "const program = [\"{folder}{}\", {{ integrity: \"{}\" }}];",
        main.name,
        integrity(&main.bytes)
    );
    let html = format!("{before}tcuProgram{after}");
    (html.contains(place) && !html.contains(&old.name)).then(|| html.replace(place, &program))
}

/// The text with one file's name and hash in place of another's; `None` when it names neither.
fn replaced(text: &str, old: &File, new: &File) -> Option<String> {
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
    fn the_page_starts_the_modules_with_their_own_hashes() {
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
    fn a_page_without_a_place_for_the_program_is_refused() {
        let html = trunks_page().replace("const program = [];", "");

        assert_eq!(rewritten(&html, &built(), &modules()), None);
        assert_eq!(rewritten(&trunks_page().replace("_bg.wasm'", ".wasm'"), &built(), &modules()), None);
    }

    #[test]
    fn index_html_has_a_place_for_the_program() {
        let page = fs::read_to_string(crate::workspace::path("index.html")).unwrap();

        assert!(page.contains("const program = [];"));
    }

    #[test]
    fn what_only_authors_read_is_not_shipped() {
        let html =
            "<p>a</p>\n\n<!-- why -->\n<script>\n  // because\n  go(\"https://x\"); // here\n</script>\n";

        assert_eq!(without_comments(html), "<p>a</p>\n<script>\ngo(\"https://x\"); // here\n</script>");
    }

    #[test]
    fn a_page_without_the_hashes_is_refused() {
        let html = trunks_page().replace("sha384", "sha256");

        assert_eq!(rewritten(&html, &built(), &modules()), None);
    }
}
