//! Compresses the files of a release, and checks their download sizes against budgets.

use std::{collections::BTreeMap, io::Write, path::Path};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::GzEncoder};
use fs_err as fs;

use crate::{
    element, frame_page, notices, say,
    split::{FRAME, Manifest, Manifests, manifests},
    workspace,
};

/// The budget in KiB for a first visit: everything required for a working sign-in page. Never raise it.
const FIRST_VISIT_KIB: usize = 135;
/// The budget in KiB for a first visit in a language other than English, including its table. Never raise it.
const TRANSLATED_KIB: usize = 141;
/// The budget in KiB for opening any page by URL, signed in, with an empty cache. Never raise it.
const PAGE_KIB: usize = 220;
/// The budget in KiB for the upgrade page in a frame, with an empty cache. Never raise it.
const FRAME_KIB: usize = 200;
/// The budget in bytes for the script of the custom element. Never raise it.
const ELEMENT_BYTES: usize = 6_000;
const KIB: usize = 1024;

/// File extensions of the files in a first visit, and of the language tables. The stylesheet is part of the page.
const COMPRESSED: [&str; 4] = ["html", "js", "wasm", "txt"];
const WINDOW: u32 = 22;

/// Writes a `.br` and a `.gz` file next to every text and module in `dist`, with the highest levels of compression.
pub fn compress(dist: &Path) -> Result<()> {
    for file in workspace::files(dist, &COMPRESSED)? {
        let plain = fs::read(&file)?;
        let name = file.display();
        fs::write(format!("{name}.br"), brotli(&plain)?)?;
        fs::write(format!("{name}.gz"), gzip(&plain)?)?;
    }
    Ok(())
}

/// Compresses bytes with Brotli at quality 11.
pub fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut compressed, 4096, 11, WINDOW);
    encoder.write_all(plain)?;
    encoder.flush()?;
    drop(encoder);
    Ok(compressed)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

/// Prints the sizes after Brotli 11 of a first visit, the language tables, the code of each page and the page in a frame,
/// and compares them with their budgets.
pub fn check() -> Result<()> {
    let Sizes { parts, pages, tables, frame } = measure(&workspace::path("dist"), &manifests()?)?;
    for (kind, bytes) in &parts {
        say(format!("{kind:>6}  {bytes:>8} bytes  {:>6} KiB", kib(*bytes)));
    }
    let first: usize = parts.values().sum();
    say(format!("   all  {first:>8} bytes  {:>6} KiB (at most {FIRST_VISIT_KIB})", kib(first)));
    let list = |title: String, sizes: &BTreeMap<String, usize>| {
        say(title);
        for (name, bytes) in sizes {
            let (size, total) = (kib(*bytes), kib(first + bytes));
            say(format!("{bytes:>8} bytes  {size:>6} KiB, {total:>6} in all  {name}"));
        }
    };
    list(
        format!(
            "code of a page, fetched when the page is opened (with the first visit at most {PAGE_KIB} KiB):"
        ),
        &pages,
    );
    list("table of a language other than English, fetched in parallel with the app:".to_owned(), &tables);
    let of_frame = frame.iter().sum();
    say(format!("page in a frame:\n{of_frame:>8} bytes  {:>6} KiB (at most {FRAME_KIB})", kib(of_frame)));
    let element = brotli(&fs::read(workspace::path("dist").join(element::SCRIPT))?)?.len();
    say(format!("element  {element:>6} bytes (at most {ELEMENT_BYTES})"));
    ensure!(
        element <= ELEMENT_BYTES,
        "the element downloads {element} bytes, the limit is {ELEMENT_BYTES} bytes"
    );
    check_limit("a first visit", first, FIRST_VISIT_KIB)?;
    check_limit("the page in a frame", of_frame, FRAME_KIB)?;
    for (table, bytes) in &tables {
        check_limit(&format!("a first visit in the language of {table}"), first + bytes, TRANSLATED_KIB)?;
    }
    pages
        .iter()
        .try_for_each(|(page, bytes)| check_limit(&format!("the page of {page}"), first + bytes, PAGE_KIB))
}

/// Sizes in bytes after Brotli.
#[derive(Debug)]
struct Sizes {
    /// Total size of the files of a first visit, by file extension.
    parts: BTreeMap<String, usize>,
    /// Additional size of each page module.
    pages: BTreeMap<String, usize>,
    /// Size of each language table.
    tables: BTreeMap<String, usize>,
    /// Size of each file that the page in a frame fetches.
    frame: Vec<usize>,
}

fn measure(dist: &Path, manifests: &Manifests) -> Result<Sizes> {
    let (mut files, mut tables, mut frame) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for file in workspace::files(dist, &COMPRESSED)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        let bytes = brotli(&fs::read(&file)?)?.len();
        if name == notices::FILE || name == element::SCRIPT {
            // No page of the app downloads it.
        } else if name.ends_with(".txt") {
            tables.insert(name.trim_start_matches("catalogs/").to_owned(), bytes);
        } else if name == frame_page::PAGE || name.starts_with(FRAME) {
            if !manifests.frame.contains(&name) {
                frame.push(bytes);
            }
        } else {
            files.insert(name, bytes);
        }
    }
    let Manifest(modules) = &manifests.app;
    let mut pages = BTreeMap::new();
    for (page, names) in modules {
        let size = |name| files.get(name).with_context(|| format!("{} has no {name}", dist.display()));
        pages.insert(page.clone(), names.iter().map(size).sum::<Result<usize>>()?);
    }
    let mut parts = BTreeMap::new();
    for (name, bytes) in &files {
        if !manifests.app.contains(name) {
            *parts.entry(name.rsplit('.').next().unwrap_or_default().to_owned()).or_default() += bytes;
        }
    }
    ensure!(parts.len() == 3, "{} is not a release; use `cargo xtask build --release`", dist.display());
    Ok(Sizes { parts, pages, tables, frame })
}

fn check_limit(what: &str, bytes: usize, limit: usize) -> Result<()> {
    ensure!(bytes <= limit * KIB, "{what} downloads {} KiB, the limit is {limit} KiB", kib(bytes));
    Ok(())
}

fn kib(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(KIB);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn dist(files: &[(&str, usize)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, length) in files {
            // Pseudo-random bytes, which do not compress.
            let mut seed = 1_u32;
            let noise = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed.to_be_bytes()[0]
            });
            fs::write(folder.path().join(name), noise.take(*length).collect::<Vec<u8>>()).unwrap();
        }
        folder
    }

    fn paying_manifest(names: &[&str]) -> Manifests {
        let manifest = |prefix: &str| {
            let names = names.iter().map(|name| format!("{prefix}{name}")).collect();
            Manifest(BTreeMap::from([("paying".to_owned(), names)]))
        };
        Manifests { app: manifest(""), frame: manifest("frame/") }
    }

    #[test]
    fn one_byte_above_the_limit_fails() {
        assert!(check_limit("a first visit", 163_840, 160).is_ok());
        assert_eq!(
            check_limit("a first visit", 163_841, 160).unwrap_err().to_string(),
            "a first visit downloads 160.1 KiB, the limit is 160 KiB"
        );
        assert_eq!([kib(1025), kib(2048)], ["1.1", "2.0"], "sizes are rounded up");
    }

    #[test]
    fn first_visit_excludes_page_modules() {
        let files =
            [("index.html", 100), ("a.js", 100), ("main.wasm", 1_000), ("p.wasm", 5_000), ("vi.txt", 300)];
        let folder = dist(&files);

        let Sizes { parts, pages, tables, .. } =
            measure(folder.path(), &paying_manifest(&["p.wasm"])).unwrap();
        let all = measure(folder.path(), &paying_manifest(&[])).unwrap().parts;

        assert_eq!(parts.keys().collect::<Vec<_>>(), ["html", "js", "wasm"]);
        assert!((1_000..1_100).contains(&parts["wasm"]), "{parts:?}");
        assert!((5_000..5_100).contains(&pages["paying"]), "{pages:?}");
        assert!((300..340).contains(&tables["vi.txt"]), "{tables:?}");
        assert!(
            (6_000..6_200).contains(&all["wasm"]),
            "a module of no page is part of a first visit: {all:?}"
        );
    }

    #[test]
    fn frame_excludes_modules_of_other_pages() {
        let folder =
            dist(&[("index.html", 1), ("a.js", 1), ("main.wasm", 1), ("p.wasm", 1), ("frame.html", 100)]);
        fs::create_dir(folder.path().join("frame")).unwrap();
        for (name, length) in [("frame-1.js", 200), ("frame-1.wasm", 300), ("p.wasm", 400)] {
            fs::write(folder.path().join("frame").join(name), "x".repeat(length)).unwrap();
        }

        let Sizes { frame, parts, .. } = measure(folder.path(), &paying_manifest(&["p.wasm"])).unwrap();

        assert_eq!(frame.len(), 3, "{frame:?}");
        assert!(parts["wasm"] < 100, "{parts:?}");
    }

    #[test]
    fn missing_module_is_an_error() {
        let folder = dist(&[("index.html", 1), ("a.js", 1), ("main.wasm", 1)]);

        let error = measure(folder.path(), &paying_manifest(&["gone.wasm"])).unwrap_err();

        assert!(error.to_string().ends_with("has no gone.wasm"));
        assert!(measure(dist(&[("index.html", 1)]).path(), &Manifests::default()).is_err());
    }

    #[test]
    fn compression_round_trips() {
        let plain = b"Amount due today ".repeat(200);
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());

        let [packed, zipped] = [brotli(&plain).unwrap(), gzip(&plain).unwrap()];

        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut from_brotli).unwrap();
        flate2::read::GzDecoder::new(zipped.as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert!(packed.len() < 100, "{} bytes", packed.len());
        assert_eq!([from_brotli, from_gzip], [plain.clone(), plain]);
    }

    #[test]
    fn only_downloaded_files_are_compressed() {
        let folder = dist(&[("index.html", 10), ("logo.png", 10)]);
        fs::create_dir(folder.path().join("snippets")).unwrap();
        fs::write(folder.path().join("snippets/a.js"), "1").unwrap();

        compress(folder.path()).unwrap();

        let exists = |name: &str| folder.path().join(name).exists();
        assert!(exists("index.html.br") && exists("index.html.gz") && exists("snippets/a.js.br"));
        assert!(!exists("logo.png.br"));
    }
}
