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
/// Stands in names and in the script until everything is there to be hashed.
const NO_HASH_YET: &str = "hash-of-the-build";

/// A file of `dist/`.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What one module is split into.
pub struct Modules {
    /// What `index.html` starts; it also fetches the pages' modules.
    pub script: File,
    /// The module every page needs.
    pub main: File,
    /// What pages need beyond it.
    pub others: Vec<File>,
    pub manifest: Manifest,
}

impl Modules {
    /// The same under names with the build's hash, which is one of every byte that is shipped under those names.
    fn hashed(self) -> Self {
        let files = [&self.script, &self.main].into_iter().chain(&self.others);
        let hash = build_hash(files.map(|file| file.bytes.as_slice()));
        let named = |name: &str| name.replace(NO_HASH_YET, &hash);
        let file = |file: File| File { name: named(&file.name), ..file };
        let script = String::from_utf8_lossy(&self.script.bytes);
        Self {
            script: File { name: named(&self.script.name), bytes: named(&script).into_bytes() },
            main: file(self.main),
            others: self.others.into_iter().map(file).collect(),
            manifest: Manifest(
                self.manifest
                    .0
                    .into_iter()
                    .map(|(page, names)| (page, names.iter().map(|name| named(name)).collect()))
                    .collect(),
            ),
        }
    }
}

/// Which files of `dist/` the pages of a module need beyond the main one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Vec<String>>);

impl Manifest {
    fn path() -> PathBuf {
        workspace::target().join("split/modules.json")
    }

    /// Keeps it for [`manifest`].
    pub fn store(&self) -> Outcome {
        write(&Self::path(), serde_json::json!(self.0).to_string().as_bytes())
    }
}

/// The manifest of the last build.
///
/// # Errors
/// When there was none.
pub fn manifest() -> Outcome<Manifest> {
    let path = Manifest::path();
    let json = serde_json::from_slice::<BTreeMap<String, Vec<String>>>(&read(&path)?);
    json.map(Manifest).context(|| format!("{} is not a list of modules", path.display()))
}

/// Splits a module into files for `dist/`, working in `folder`.
pub fn make(toolbox: &Toolbox, whole: &Path, folder: &Path) -> Outcome<Modules> {
    if folder.exists() {
        fs::remove_dir_all(folder).context(|| format!("cannot empty {}", folder.display()))?;
    }
    let (bound, small) = (folder.join("bound"), folder.join("small"));
    fs::create_dir_all(&small).context(|| format!("cannot create {}", small.display()))?;
    let split = split(whole, &folder.join("split"))?;
    let main = bind(toolbox, &folder.join("split"), &bound)?;

    // Only what the scripts use of the main module is exported from it, and only what it imports stays in the scripts.
    let reached = script::bundled(toolbox, &bound, &format!("{NAME}.js"), false)?;
    let lean = sections::exporting(&read(&main)?, |export| script::names_export(&reached, export))?;
    let (main, names) = sections::importing_briefly(&optimised(toolbox, &lean, &small.join("main"))?)?;

    let mut others = Vec::new();
    for module in &split.split_modules {
        let stem = module.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        others.push((stem.clone(), optimised(toolbox, &read(module)?, &small.join(stem))?));
    }
    let scripts = [format!("{NAME}.js"), LOADER.to_owned()].map(|name| bound.join(name));
    let [binding, loader] = [&scripts[0], &scripts[1]]
        .map(|path| fs::read_to_string(path).context(|| format!("cannot read {}", path.display())));
    let named = |stem: &str, ending: &str| format!("{stem}-{NO_HASH_YET}.{ending}");
    let others: Vec<_> = others
        .into_iter()
        .map(|(stem, bytes)| (format!("./{stem}.wasm"), File { name: named(&stem, "wasm"), bytes }))
        .collect();
    write(&scripts[0], script::renamed(&binding?, &names).as_bytes())?;
    write(&scripts[1], fetching(&loader?, &others, &names).as_bytes())?;
    let script = script::bundled(toolbox, &bound, &format!("{NAME}.js"), true)?;
    let pages = split.prefetch_map.iter();
    let pages =
        pages.map(|(page, stems)| (page.clone(), stems.iter().map(|stem| named(stem, "wasm")).collect()));
    let modules = Modules {
        script: File { name: named(NAME, "js"), bytes: script.into_bytes() },
        main: File { name: named(NAME, "wasm"), bytes: main },
        others: others.into_iter().map(|(_, file)| file).collect(),
        manifest: Manifest(pages.collect()),
    };
    Ok(modules.hashed())
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
        return Err(Failure::new("the app has no marks to split it along; is the feature `split` on?"));
    }
    Ok(split)
}

/// Makes the scripts of the main module, and puts the loader beside them. Returns where the module is.
fn bind(toolbox: &Toolbox, split: &Path, bound: &Path) -> Outcome<PathBuf> {
    process::run(
        toolbox
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--omit-default-module-path"])
            // The other modules hang on what the linker exports from this one.
            .args(["--keep-lld-exports", "--out-name", NAME, "--out-dir"])
            .args([bound, &split.join("main.wasm")]),
    )?;
    let script = bound.join(format!("{NAME}.js"));
    let text = fs::read_to_string(&script).context(|| format!("cannot read {}", script.display()))?;
    write(&script, script::without_disposal(&text).as_bytes())?;
    write(&bound.join(LOADER), &read(&split.join(LOADER))?)?;
    Ok(bound.join(format!("{NAME}_bg.wasm")))
}

/// The loader, fetching the files under their names in `dist/` and nothing that is not what this build made.
fn fetching(loader: &str, files: &[(String, File)], names: &BTreeMap<String, String>) -> String {
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

/// What `wasm-opt` makes of a module. Called as Trunk calls it, with the flags `index.html` names.
fn optimised(toolbox: &Toolbox, module: &[u8], at: &Path) -> Outcome<Vec<u8>> {
    let (lean, small) = (at.with_extension("lean.wasm"), at.with_extension("wasm"));
    write(&lean, &sections::exporting(module, |_| true)?)?;
    let mut command = toolbox.command("wasm-opt");
    command.args(["-Os", "--strip-producers", "--strip-target-features"]).args(WITHOUT).args(FEATURES);
    process::run(command.arg(&lean).arg("-o").arg(&small))?;
    read(&small)
}

/// What shrinks the module but not its brotli size: these passes of `wasm-opt -Os`, and inlining. Without them the
/// upgrading page is 3 KiB smaller than with `-Oz` (`cargo xtask size`).
const WITHOUT: [&str; 9] = [
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

/// What rustc uses of WebAssembly beyond its first version; `index.html` lists the same for Trunk.
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
    fn trunk_and_this_command_name_the_same_features() {
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
    fn the_script_fetches_the_files_under_the_names_they_are_shipped_with() {
        let hashed = modules("fetch('./paying-hash-of-the-build.wasm')").hashed();

        let name = &hashed.others[0].name;
        assert!(!name.contains(NO_HASH_YET), "{name}");
        assert_eq!(hashed.script.bytes, format!("fetch('./{name}')").into_bytes());
        assert_eq!(hashed.manifest.0["paying"], std::slice::from_ref(name));
    }

    #[test]
    fn another_script_is_another_build_even_where_all_modules_are_the_same() {
        let [one, other] = ["a()", "b()"].map(|script| modules(script).hashed());

        assert_ne!(one.main.name, other.main.name);
    }

    #[test]
    fn the_loader_fetches_hash_named_files_and_checks_them() {
        let loader = "export const __wasm_split_load_paying = f(fetch(new URL(\"./paying.wasm\", import.meta.url)));\n";
        let file = File { name: "paying-1.wasm".to_owned(), bytes: b"abc".to_vec() };
        let names = BTreeMap::from([("__wasm_split_load_paying".to_owned(), "c".to_owned())]);

        let fetching = fetching(loader, &[("./paying.wasm".to_owned(), file)], &names);

        assert_eq!(
            fetching,
            format!(
                "export const c = f(fetch(new URL(\"./paying-1.wasm\", import.meta.url), {{integrity: \"{}\"}}));\n",
                integrity(b"abc")
            )
        );
    }
}
