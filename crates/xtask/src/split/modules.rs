use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use wasm_split_cli_support::{Options, SplitWasm, transform};

use super::{
    names::{build_hash, integrity},
    script, sections,
};
use crate::{
    failure::{Context, Failure, Outcome},
    process,
    tools::Toolbox,
    workspace,
};

const NAME: &str = "testcloud-upgrading";
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

/// The additional files in `dist/` for each page module.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Vec<String>>);

impl Manifest {
    fn path() -> PathBuf {
        workspace::target().join("split/modules.json")
    }

    /// Writes the manifest for [`manifest`].
    pub fn store(&self) -> Outcome {
        write(&Self::path(), serde_json::json!(self.0).to_string().as_bytes())
    }
}

/// Reads the manifest of the last build.
pub fn manifest() -> Outcome<Manifest> {
    let path = Manifest::path();
    let json = serde_json::from_slice::<BTreeMap<String, Vec<String>>>(&read(&path)?);
    json.map(Manifest).context(|| format!("{} is not a list of modules", path.display()))
}

/// Splits a module into files for `dist/`, with `folder` for intermediate files.
pub fn make(toolbox: &Toolbox, whole: &Path, folder: &Path) -> Outcome<Modules> {
    if folder.exists() {
        fs::remove_dir_all(folder).context(|| format!("cannot empty {}", folder.display()))?;
    }
    let (bound, small) = (folder.join("bound"), folder.join("small"));
    fs::create_dir_all(&small).context(|| format!("cannot create {}", small.display()))?;
    let split = split(whole, &folder.join("split"))?;
    let main = bind(toolbox, &folder.join("split"), &bound)?;

    // Export from the main module only what the scripts use, and keep in the scripts only what the module imports.
    let reached = script::bundled(toolbox, &bound, &format!("{NAME}.js"), false)?;
    let lean = sections::exporting(&read(&main)?, |export| script::names_export(&reached, export))?;
    let (main, names) = sections::importing_briefly(&optimize(toolbox, &lean, &small.join("main"))?)?;

    let mut others = Vec::new();
    for module in &split.split_modules {
        let stem = module.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        others.push((stem.clone(), optimize(toolbox, &read(module)?, &small.join(stem))?));
    }
    let scripts = [format!("{NAME}.js"), LOADER.to_owned()].map(|name| bound.join(name));
    let [binding, loader] = [&scripts[0], &scripts[1]]
        .map(|path| fs::read_to_string(path).context(|| format!("cannot read {}", path.display())));
    let hash_name = |stem: &str, ending: &str| format!("{stem}-{HASH_PLACEHOLDER}.{ending}");
    let others: Vec<_> = others
        .into_iter()
        .map(|(stem, bytes)| (format!("./{stem}.wasm"), File { name: hash_name(&stem, "wasm"), bytes }))
        .collect();
    write(&scripts[0], script::renamed(&binding?, &names).as_bytes())?;
    write(&scripts[1], rewrite_loader(&loader?, &others, &names).as_bytes())?;
    let script = script::bundled(toolbox, &bound, &format!("{NAME}.js"), true)?;
    let pages = split.prefetch_map.iter();
    let pages =
        pages.map(|(page, stems)| (page.clone(), stems.iter().map(|stem| hash_name(stem, "wasm")).collect()));
    let modules = Modules {
        script: File { name: hash_name(NAME, "js"), bytes: script.into_bytes() },
        main: File { name: hash_name(NAME, "wasm"), bytes: main },
        others: others.into_iter().map(|(_, file)| file).collect(),
        manifest: Manifest(pages.collect()),
    };
    Ok(modules.with_hash())
}

fn split(whole: &Path, folder: &Path) -> Outcome<SplitWasm> {
    let input = read(whole)?;
    let (main, script) = (folder.join("main.wasm"), format!("./{NAME}.js"));
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    let split =
        transform(options).map_err(|error| Failure::new(format!("cannot split the app: {error:#}")))?;
    if split.split_modules.is_empty() {
        return Err(Failure::new("the app has no split markers; build it with the feature `split`"));
    }
    Ok(split)
}

/// Generates the scripts of the main module and copies the loader next to them. Returns the path of the module.
fn bind(toolbox: &Toolbox, split: &Path, bound: &Path) -> Outcome<PathBuf> {
    process::run(
        toolbox
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--omit-default-module-path"])
            // The other modules import symbols that the linker exports from this one.
            .args(["--keep-lld-exports", "--out-name", NAME, "--out-dir"])
            .args([bound, &split.join("main.wasm")]),
    )?;
    let script = bound.join(format!("{NAME}.js"));
    let text = fs::read_to_string(&script).context(|| format!("cannot read {}", script.display()))?;
    write(&script, script::without_disposal(&text).as_bytes())?;
    write(&bound.join(LOADER), &read(&split.join(LOADER))?)?;
    Ok(bound.join(format!("{NAME}_bg.wasm")))
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

/// Optimizes a module with `wasm-opt`, with the same feature flags as Trunk.
fn optimize(toolbox: &Toolbox, module: &[u8], at: &Path) -> Outcome<Vec<u8>> {
    let (lean, small) = (at.with_extension("lean.wasm"), at.with_extension("wasm"));
    write(&lean, &sections::exporting(module, |_| true)?)?;
    let mut command = toolbox.command("wasm-opt");
    command.args(["-Os", "--strip-producers", "--strip-target-features"]).args(SKIPPED_PASSES).args(FEATURES);
    process::run(command.arg(&lean).arg("-o").arg(&small))?;
    read(&small)
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

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::write(path, bytes).context(|| format!("cannot write {}", path.display()))
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
}
