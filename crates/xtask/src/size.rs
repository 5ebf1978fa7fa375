//! What a first visit downloads, kept under its limit.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    compress::{KINDS, TABLE, brotli, shipped},
    console::say,
    failure::{Context, Failure, Outcome},
    split::{Manifest, manifest},
    workspace,
};

/// The budget for a first visit: everything up to a sign-in page that works. Never raise it.
const FIRST_VISIT_KIB: usize = 135;
/// The same in a language other than English, which also loads that language's table. Never raise it.
const TRANSLATED_KIB: usize = 141;
/// The budget for any page opened by its address, signed in, with an empty cache. Never raise it.
const PAGE_KIB: usize = 220;
const KIB: usize = 1024;

/// Prints what a first visit downloads after brotli 11, part by part, and what each page adds; holds both against
/// their limits.
///
/// # Errors
/// When there is no release build in `dist/` or something is above its limit.
pub fn check() -> Outcome {
    let Weights { parts, pages, tables } = weigh(&workspace::path("dist"), &manifest()?)?;
    for (kind, bytes) in &parts {
        say(&format!("{kind:>6}  {bytes:>8} bytes  {:>6} KiB", kib(*bytes)));
    }
    let first: usize = parts.iter().map(|(_, bytes)| bytes).sum();
    say(&format!("   all  {first:>8} bytes  {:>6} KiB (at most {FIRST_VISIT_KIB})", kib(first)));
    say(&format!("the code of a page, fetched when it is opened (all of it at most {PAGE_KIB}):"));
    for (page, bytes) in &pages {
        say(&format!("{:>8} bytes  {:>6} KiB, {:>6} in all  {page}", bytes, kib(*bytes), kib(first + bytes)));
    }
    say("the table of a language other than English, fetched beside the program:");
    for (table, bytes) in &tables {
        say(&format!(
            "{:>8} bytes  {:>6} KiB, {:>6} in all  {table}",
            bytes,
            kib(*bytes),
            kib(first + bytes)
        ));
    }
    judge("a first visit", first, FIRST_VISIT_KIB)?;
    tables.iter().try_for_each(|(table, bytes)| {
        judge(&format!("a first visit in the language of {table}"), first + bytes, TRANSLATED_KIB)
    })?;
    pages.iter().try_for_each(|(page, bytes)| judge(&format!("the page of {page}"), first + bytes, PAGE_KIB))
}

/// Bytes after brotli.
#[derive(Debug)]
struct Weights {
    /// Of the files every visit downloads, by their kind.
    parts: Vec<(&'static str, usize)>,
    /// Of what the pages of a module add.
    pages: BTreeMap<String, usize>,
    /// Of the table of each language.
    tables: BTreeMap<String, usize>,
}

fn weigh(dist: &Path, Manifest(modules): &Manifest) -> Outcome<Weights> {
    let mut weights = BTreeMap::new();
    for file in shipped(dist)? {
        let plain = fs::read(&file).context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        weights.insert(name, brotli(&plain)?.len());
    }
    let mut pages = BTreeMap::new();
    for (page, names) in modules {
        let bytes = names.iter().map(|name| {
            weights.get(name).ok_or_else(|| Failure::new(format!("{} has no {name}", dist.display())))
        });
        pages.insert(page.clone(), bytes.sum::<Outcome<usize>>()?);
    }
    let is_table = |name: &String| name.rsplit('.').next() == Some(TABLE);
    let tables =
        weights.iter().filter(|(name, _)| is_table(name)).map(|(name, bytes)| (name.clone(), *bytes));
    let tables = tables.collect();
    weights.retain(|name, _| !modules.values().flatten().any(|of_page| of_page == name));
    let mut parts = Vec::new();
    for kind in KINDS {
        let of_kind = weights.iter().filter(|(name, _)| name.rsplit('.').next() == Some(kind));
        match of_kind.map(|(_, bytes)| bytes).sum() {
            0 => {
                let dist = dist.display();
                return Err(Failure::new(format!(
                    "{dist} holds no {kind} file; build it with `cargo xtask build --release`"
                )));
            }
            bytes => parts.push((kind, bytes)),
        }
    }
    Ok(Weights { parts, pages, tables })
}

fn judge(what: &str, bytes: usize, limit_kib: usize) -> Outcome {
    if bytes > limit_kib * KIB {
        return Err(Failure::new(format!("{what} downloads {} KiB, {limit_kib} are the limit", kib(bytes))));
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

    use super::{Weights, judge, kib, weigh};
    use crate::split::Manifest;

    fn dist(name: &str, files: &[(&str, usize)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-size-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, length) in files {
            // Bytes that compress as badly as code.
            let mut seed = 1_u32;
            let noise = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed.to_be_bytes()[0]
            });
            fs::write(folder.join(name), noise.take(*length).collect::<Vec<u8>>()).unwrap();
        }
        folder
    }

    fn paying(names: &[&str]) -> Manifest {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Manifest(BTreeMap::from([("paying".to_owned(), names)]))
    }

    #[test]
    fn as_much_as_the_limit_is_allowed_and_one_byte_more_is_not() {
        assert_eq!(judge("a first visit", 163_840, 160), Ok(()));
        assert_eq!(
            judge("a first visit", 163_841, 160).unwrap_err().to_string(),
            "a first visit downloads 160.1 KiB, 160 are the limit"
        );
    }

    #[test]
    fn sizes_are_never_understated() {
        assert_eq!(kib(1025), "1.1");
        assert_eq!(kib(2048), "2.0");
    }

    #[test]
    fn what_a_page_adds_is_not_part_of_a_first_visit_and_everything_else_is() {
        let files =
            [("index.html", 100), ("a.js", 100), ("main.wasm", 1_000), ("p.wasm", 5_000), ("vi.txt", 300)];
        let folder = dist("parts", &files);

        let Weights { parts, pages, tables } = weigh(&folder, &paying(&["p.wasm"])).unwrap();
        let all = weigh(&folder, &paying(&[])).unwrap().parts;

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(parts.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["html", "js", "wasm"]);
        assert!((1_000..1_100).contains(&parts[2].1), "{parts:?}");
        assert!((5_000..5_100).contains(&pages["paying"]), "{pages:?}");
        assert!((300..340).contains(&tables["vi.txt"]), "{tables:?}");
        assert!(
            (6_000..6_200).contains(&all[2].1),
            "a module that no page claims counts for everybody: {all:?}"
        );
    }

    #[test]
    fn a_module_that_is_not_there_is_not_small_but_wrong() {
        let folder = dist("missing", &[("index.html", 1), ("a.js", 1), ("main.wasm", 1)]);

        let outcome = weigh(&folder, &paying(&["gone.wasm"]));

        fs::remove_dir_all(&folder).unwrap();
        assert!(outcome.unwrap_err().to_string().ends_with("has no gone.wasm"));
    }

    #[test]
    fn a_folder_without_a_build_is_not_small_but_wrong() {
        assert!(weigh(&std::env::temp_dir().join("xtask-no-dist"), &Manifest::default()).is_err());
    }
}
