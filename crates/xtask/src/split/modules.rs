use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use fs_err as fs;
use sha2::{Digest, Sha256, Sha384};
use wasm_split_cli_support::{Options, SplitWasm, transform};
use xshell::cmd;

use super::{order, script, sections};
use crate::{tools::Tools, workspace};

const LOADER: &str = "__wasm_split.js";
/// Placeholder in file names and in the script until all files exist and the hash is computed.
const HASH_PLACEHOLDER: &str = "hash-of-the-build";

/// A file of `dist/`.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The files of a split build.
pub struct Modules {
    /// The script that `index.html` starts. It also fetches the modules of the pages.
    pub script: File,
    /// The module that all pages require.
    pub main: File,
    /// The additional modules of the pages.
    pub others: Vec<File>,
    pub manifest: Manifest,
}

impl Modules {
    /// Moves all files into a folder of `dist`. They refer to each other relative to the script.
    pub fn in_folder(mut self, folder: &str) -> Self {
        let files = [&mut self.script, &mut self.main].into_iter().chain(&mut self.others);
        let names = files.map(|file| &mut file.name).chain(self.manifest.0.values_mut().flatten());
        for name in names {
            *name = format!("{folder}/{name}");
        }
        self
    }

    /// Writes all files into `dist`.
    pub fn write(&self, dist: &Path) -> Result<()> {
        for file in [&self.script, &self.main].into_iter().chain(&self.others) {
            fs::write(dist.join(&file.name), &file.bytes)?;
        }
        Ok(())
    }

    /// Replaces the placeholder in all names with the hash of the build, computed from the content of all files.
    fn with_hash(self) -> Self {
        let files = [&self.script, &self.main].into_iter().chain(&self.others);
        let hash = build_hash(files.map(|file| file.bytes.as_slice()));
        let hash_name = |name: &str| name.replace(HASH_PLACEHOLDER, &hash);
        let file = |file: File| File { name: hash_name(&file.name), ..file };
        let script = String::from_utf8_lossy(&self.script.bytes);
        Self {
            script: File { name: hash_name(&self.script.name), bytes: hash_name(&script).into_bytes() },
            main: file(self.main),
            others: self.others.into_iter().map(file).collect(),
            manifest: Manifest(
                self.manifest
                    .0
                    .into_iter()
                    .map(|(page, names)| (page, names.iter().map(|name| hash_name(name)).collect()))
                    .collect(),
            ),
        }
    }
}

/// The files of each page module of a binary, as paths in `dist/`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Vec<String>>);

impl Manifest {
    /// Whether a file is fetched with a page module only.
    pub fn contains(&self, name: &str) -> bool {
        self.0.values().flatten().any(|of_page| of_page == name)
    }
}

/// The manifests of both binaries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifests {
    pub app: Manifest,
    pub frame: Manifest,
}

impl Manifests {
    fn path() -> PathBuf {
        workspace::target("split/modules.json")
    }

    /// Writes the manifests for [`manifests`].
    pub fn store(&self) -> Result<()> {
        Ok(fs::write(Self::path(), serde_json::to_string(&[&self.app.0, &self.frame.0])?)?)
    }
}

/// Reads the manifests of the last build.
pub fn manifests() -> Result<Manifests> {
    let text = fs::read_to_string(Manifests::path())?;
    let manifests =
        serde_json::from_str(&text).context("target/split/modules.json is not a list of modules")?;
    let [app, frame] = <[_; 2]>::map(manifests, Manifest);
    Ok(Manifests { app, frame })
}

/// Splits a module into files for `dist/`, with the empty `folder` for intermediate files.
pub fn make(tools: &Tools, name: &str, whole: &Path, folder: &Path) -> Result<Modules> {
    let (bound, small) = (folder.join("bound"), folder.join("small"));
    fs::create_dir_all(&small)?;
    let split = split(name, whole, &folder.join("split"))?;
    let main = bind(tools, name, &folder.join("split"), &bound)?;

    // Export from the main module only what the scripts use, and keep in the scripts only what the module imports.
    let reached = script::bundled(tools, &bound, name, false)?;
    let lean = sections::exporting(&fs::read(main)?, |export| script::names_export(&reached, export))?;
    let (main, names) = sections::importing_briefly(&optimize(tools, &lean, &small.join("main"))?)?;

    let hash_name = |stem: &str, ending: &str| format!("{stem}-{HASH_PLACEHOLDER}.{ending}");
    let mut others = Vec::new();
    for module in &split.split_modules {
        let stem = module.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = optimize(tools, &fs::read(module)?, &small.join(&stem))?;
        others.push((format!("./{stem}.wasm"), File { name: hash_name(&stem, "wasm"), bytes }));
    }
    let [binding, loader] = [format!("{name}.js"), LOADER.to_owned()].map(|file| bound.join(file));
    fs::write(&binding, script::renamed(&fs::read_to_string(&binding)?, &names))?;
    fs::write(&loader, rewrite_loader(&fs::read_to_string(&loader)?, &others, &names))?;
    let script = script::bundled(tools, &bound, name, true)?;
    let pages = split.prefetch_map.iter();
    let pages =
        pages.map(|(page, stems)| (page.clone(), stems.iter().map(|stem| hash_name(stem, "wasm")).collect()));
    let modules = Modules {
        script: File { name: hash_name(name, "js"), bytes: script.into_bytes() },
        main: File { name: hash_name(name, "wasm"), bytes: main },
        others: others.into_iter().map(|(_, file)| file).collect(),
        manifest: Manifest(pages.collect()),
    };
    Ok(modules.with_hash())
}

/// Classes of the crate wasm-streams, which only server functions use. Their exports would keep their code in the module.
const UNUSED_CLASSES: [&str; 3] = ["intounderlyingbytesource", "intounderlyingsink", "intounderlyingsource"];

fn split(name: &str, whole: &Path, folder: &Path) -> Result<SplitWasm> {
    let is_used = |export: &str| !UNUSED_CLASSES.iter().any(|class| export.contains(class));
    let input = sections::exporting(&fs::read(whole)?, is_used)?;
    let (main, script) = (folder.join("main.wasm"), format!("./{name}.js"));
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    let split = transform(options).map_err(|error| anyhow::anyhow!("cannot split the app: {error:#}"))?;
    ensure!(
        !split.split_modules.is_empty(),
        "the app has no split markers; build it with the feature `split`"
    );
    Ok(split)
}

/// Generates the scripts of the main module and copies the loader next to them. Returns the path of the module.
fn bind(tools: &Tools, name: &str, split: &Path, bound: &Path) -> Result<PathBuf> {
    let (sh, main) = (&tools.sh, split.join("main.wasm"));
    // The other modules import symbols that the linker exports from this one.
    let options = ["--target", "web", "--no-typescript", "--omit-default-module-path", "--keep-lld-exports"];
    cmd!(sh, "wasm-bindgen {options...} --out-name {name} --out-dir {bound} {main}").run()?;
    let script = bound.join(format!("{name}.js"));
    fs::write(&script, script::without_disposal(&fs::read_to_string(&script)?))?;
    fs::copy(split.join(LOADER), bound.join(LOADER))?;
    Ok(bound.join(format!("{name}_bg.wasm")))
}

/// Changes the loader to fetch the files by their names in `dist/` and to check their integrity.
fn rewrite_loader(loader: &str, files: &[(String, File)], names: &BTreeMap<String, String>) -> String {
    let mut loader = loader.to_owned();
    for (plain, File { name, bytes }) in files {
        let plain = format!("\"{plain}\", import.meta.url)");
        let checked = format!("\"./{name}\", import.meta.url), {{integrity: \"{}\"}}", integrity(bytes));
        loader = loader.replace(&plain, &checked);
    }
    for (name, short) in names.iter().filter(|(name, _)| name.starts_with("__wasm_split_load_")) {
        loader = loader.replace(&format!("export const {name} ="), &format!("export const {short} ="));
    }
    loader
}

/// Optimizes a module with `wasm-opt`, with the same feature flags as Trunk, and groups its functions.
fn optimize(tools: &Tools, module: &[u8], at: &Path) -> Result<Vec<u8>> {
    let (sh, lean, small) = (&tools.sh, at.with_extension("lean.wasm"), at.with_extension("wasm"));
    fs::write(&lean, sections::without_names(module)?)?;
    let options = ["-Os", "--strip-producers", "--strip-target-features"];
    cmd!(sh, "wasm-opt {options...} {SKIPPED_PASSES...} {FEATURES...} {lean} -o {small}").quiet().run()?;
    order::group_similar_functions(&fs::read(&small)?)
}

/// Options to skip passes of `wasm-opt -Os`, and inlining, that shrink the module but not its size after Brotli.
/// Without them, the upgrading page is 3 KiB smaller than with `-Oz` (`cargo xtask size`).
const SKIPPED_PASSES: [&str; 9] = [
    "--skip-pass=local-cse",
    "--skip-pass=dae-optimizing",
    "--skip-pass=code-pushing",
    "--skip-pass=memory-packing",
    "--skip-pass=simplify-locals",
    "--one-caller-inline-max-function-size",
    "10",
    "--always-inline-max-function-size",
    "2",
];

/// The WebAssembly features that rustc uses. `index.html` contains the same list for Trunk.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// Returns the hash in the file names of a build. A change of any file changes the hash.
fn build_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Hash each file separately, so that moving a byte from one file to the next changes the hash.
        hash.update(Sha256::digest(part));
    }
    base16ct::lower::encode_string(&hash.finalize()[..8])
}

/// Returns the value of an `integrity` attribute, in the same format as Trunk.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_uses_the_same_features() {
        let page = fs::read_to_string(workspace::path("index.html")).unwrap();

        assert!(page.contains(&format!("data-wasm-opt-params=\"{}\"", FEATURES.join(" "))));
    }

    fn modules(script: &str) -> Modules {
        let file = |name: &str, text: &str| File { name: name.to_owned(), bytes: text.as_bytes().to_owned() };
        Modules {
            script: file("app-hash-of-the-build.js", script),
            main: file("app-hash-of-the-build.wasm", "main"),
            others: vec![file("paying-hash-of-the-build.wasm", "paying")],
            manifest: Manifest(BTreeMap::from([(
                "paying".to_owned(),
                vec!["paying-hash-of-the-build.wasm".to_owned()],
            )])),
        }
    }

    #[test]
    fn script_fetches_files_by_their_hashed_names() {
        let with_hash = modules("fetch('./paying-hash-of-the-build.wasm')").with_hash();

        let name = &with_hash.others[0].name;
        assert!(!name.contains(HASH_PLACEHOLDER), "{name}");
        assert_eq!(with_hash.script.bytes, format!("fetch('./{name}')").into_bytes());
        assert_eq!(with_hash.manifest.0["paying"], std::slice::from_ref(name));
    }

    #[test]
    fn changed_script_changes_the_build_hash() {
        let [one, other] = ["a()", "b()"].map(|script| modules(script).with_hash());

        assert_ne!(one.main.name, other.main.name);
    }

    #[test]
    fn loader_fetches_hashed_names_and_checks_integrity() {
        let loader = "export const __wasm_split_load_paying = f(fetch(new URL(\"./paying.wasm\", import.meta.url)));\n";
        let file = File { name: "paying-1.wasm".to_owned(), bytes: b"abc".to_vec() };
        let names = BTreeMap::from([("__wasm_split_load_paying".to_owned(), "c".to_owned())]);

        let rewritten = rewrite_loader(loader, &[("./paying.wasm".to_owned(), file)], &names);

        assert_eq!(
            rewritten,
            format!(
                "export const c = f(fetch(new URL(\"./paying-1.wasm\", import.meta.url), {{integrity: \"{}\"}}));\n",
                integrity(b"abc")
            )
        );
    }

    #[test]
    fn moving_a_byte_between_files_changes_the_hash() {
        let one: [&[u8]; 2] = [b"ab", b"c"];
        let other: [&[u8]; 2] = [b"a", b"bc"];

        assert_ne!(build_hash(one), build_hash(other));
        assert_eq!(build_hash(one).len(), 16);
    }

    #[test]
    fn integrity_is_the_sha384_hash() {
        // `printf abc | openssl dgst -sha384 -binary | base64`
        let abc = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";

        assert_eq!(integrity(b"abc"), abc);
    }
}
