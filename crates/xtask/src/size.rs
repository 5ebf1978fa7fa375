//! Checks the download sizes of the app against their budgets.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    compress::{KINDS, TABLE, brotli, shipped},
    console::say,
    failure::{Context, Failure, Outcome},
    split::{Manifest, manifest},
    workspace,
};

/// The budget in KiB for a first visit: everything required for a working sign-in page. Never raise it.
const FIRST_VISIT_KIB: usize = 135;
/// The budget in KiB for a first visit in a language other than English, including its table. Never raise it.
const TRANSLATED_KIB: usize = 141;
/// The budget in KiB for opening any page by URL, signed in, with an empty cache. Never raise it.
const PAGE_KIB: usize = 220;
const KIB: usize = 1024;

/// Prints the sizes after Brotli 11 of a first visit, the language tables and the code of each page, and compares them
/// with their budgets.
///
/// # Errors
/// Fails if `dist/` has no release build or a size exceeds its budget.
pub fn check() -> Outcome {
    let Sizes { parts, pages, tables } = measure(&workspace::path("dist"), &manifest()?)?;
    for (kind, bytes) in &parts {
        say(&format!("{kind:>6}  {bytes:>8} bytes  {:>6} KiB", kib(*bytes)));
    }
    let first: usize = parts.iter().map(|(_, bytes)| bytes).sum();
    say(&format!("   all  {first:>8} bytes  {:>6} KiB (at most {FIRST_VISIT_KIB})", kib(first)));
    say(&format!(
        "code of a page, fetched when the page is opened (with the first visit at most {PAGE_KIB} KiB):"
    ));
    for (page, bytes) in &pages {
        say(&format!("{:>8} bytes  {:>6} KiB, {:>6} in all  {page}", bytes, kib(*bytes), kib(first + bytes)));
    }
    say("table of a language other than English, fetched in parallel with the app:");
    for (table, bytes) in &tables {
        say(&format!(
            "{:>8} bytes  {:>6} KiB, {:>6} in all  {table}",
            bytes,
            kib(*bytes),
            kib(first + bytes)
        ));
    }
    check_limit("a first visit", first, FIRST_VISIT_KIB)?;
    tables.iter().try_for_each(|(table, bytes)| {
        check_limit(&format!("a first visit in the language of {table}"), first + bytes, TRANSLATED_KIB)
    })?;
    pages
        .iter()
        .try_for_each(|(page, bytes)| check_limit(&format!("the page of {page}"), first + bytes, PAGE_KIB))
}

/// Sizes in bytes after Brotli.
#[derive(Debug)]
struct Sizes {
    /// Total size of the files of a first visit, by file extension.
    parts: Vec<(&'static str, usize)>,
    /// Additional size of each page module.
    pages: BTreeMap<String, usize>,
    /// Size of each language table.
    tables: BTreeMap<String, usize>,
}

fn measure(dist: &Path, Manifest(modules): &Manifest) -> Outcome<Sizes> {
    let mut sizes = BTreeMap::new();
    for file in shipped(dist)? {
        let plain = fs::read(&file).context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sizes.insert(name, brotli(&plain)?.len());
    }
    let mut pages = BTreeMap::new();
    for (page, names) in modules {
        let bytes = names.iter().map(|name| {
            sizes.get(name).ok_or_else(|| Failure::new(format!("{} has no {name}", dist.display())))
        });
        pages.insert(page.clone(), bytes.sum::<Outcome<usize>>()?);
    }
    let is_table = |name: &String| name.rsplit('.').next() == Some(TABLE);
    let tables = sizes.iter().filter(|(name, _)| is_table(name)).map(|(name, bytes)| (name.clone(), *bytes));
    let tables = tables.collect();
    sizes.retain(|name, _| !modules.values().flatten().any(|of_page| of_page == name));
    let mut parts = Vec::new();
    for kind in KINDS {
        let of_kind = sizes.iter().filter(|(name, _)| name.rsplit('.').next() == Some(kind));
        match of_kind.map(|(_, bytes)| bytes).sum() {
            0 => {
                let dist = dist.display();
                return Err(Failure::new(format!(
                    "{dist} has no {kind} file; build the app with `cargo xtask build --release`"
                )));
            }
            bytes => parts.push((kind, bytes)),
        }
    }
    Ok(Sizes { parts, pages, tables })
}

fn check_limit(what: &str, bytes: usize, limit_kib: usize) -> Outcome {
    if bytes > limit_kib * KIB {
        return Err(Failure::new(format!(
            "{what} downloads {} KiB, the limit is {limit_kib} KiB",
            kib(bytes)
        )));
    }
    Ok(())
}

fn kib(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(KIB);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs, path::PathBuf};

    use super::{Sizes, check_limit, kib, measure};
    use crate::split::Manifest;

    fn dist(name: &str, files: &[(&str, usize)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-size-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, length) in files {
            // Pseudo-random bytes, which do not compress.
            let mut seed = 1_u32;
            let noise = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed.to_be_bytes()[0]
            });
            fs::write(folder.join(name), noise.take(*length).collect::<Vec<u8>>()).unwrap();
        }
        folder
    }

    fn paying_manifest(names: &[&str]) -> Manifest {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Manifest(BTreeMap::from([("paying".to_owned(), names)]))
    }

    #[test]
    fn one_byte_above_the_limit_fails() {
        assert_eq!(check_limit("a first visit", 163_840, 160), Ok(()));
        assert_eq!(
            check_limit("a first visit", 163_841, 160).unwrap_err().to_string(),
            "a first visit downloads 160.1 KiB, the limit is 160 KiB"
        );
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(kib(1025), "1.1");
        assert_eq!(kib(2048), "2.0");
    }

    #[test]
    fn first_visit_excludes_page_modules() {
        let files =
            [("index.html", 100), ("a.js", 100), ("main.wasm", 1_000), ("p.wasm", 5_000), ("vi.txt", 300)];
        let folder = dist("parts", &files);

        let Sizes { parts, pages, tables } = measure(&folder, &paying_manifest(&["p.wasm"])).unwrap();
        let all = measure(&folder, &paying_manifest(&[])).unwrap().parts;

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(parts.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["html", "js", "wasm"]);
        assert!((1_000..1_100).contains(&parts[2].1), "{parts:?}");
        assert!((5_000..5_100).contains(&pages["paying"]), "{pages:?}");
        assert!((300..340).contains(&tables["vi.txt"]), "{tables:?}");
        assert!((6_000..6_200).contains(&all[2].1), "a module of no page is part of a first visit: {all:?}");
    }

    #[test]
    fn missing_module_is_an_error() {
        let folder = dist("missing", &[("index.html", 1), ("a.js", 1), ("main.wasm", 1)]);

        let outcome = measure(&folder, &paying_manifest(&["gone.wasm"]));

        fs::remove_dir_all(&folder).unwrap();
        assert!(outcome.unwrap_err().to_string().ends_with("has no gone.wasm"));
    }

    #[test]
    fn missing_build_is_an_error() {
        assert!(measure(&std::env::temp_dir().join("xtask-no-dist"), &Manifest::default()).is_err());
    }
}
