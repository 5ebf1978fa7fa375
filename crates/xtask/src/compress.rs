//! Compresses files at build time with the highest levels of Brotli and gzip.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use crate::failure::{Context, Outcome};

/// File extensions of the files in a first visit. The stylesheet is part of the page.
pub const KINDS: [&str; 3] = ["html", "js", "wasm"];
/// File extension of the language tables.
pub const TABLE: &str = "txt";

const WINDOW: u32 = 22;

/// Returns all files with these extensions in a folder and its subfolders, sorted by path.
pub fn shipped(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context(|| format!("cannot read {}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(shipped(&path)?);
        } else if path.extension().is_some_and(|end| KINDS.iter().any(|kind| end == *kind) || end == TABLE) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes a `.br` and a `.gz` file next to every file that [`shipped`] returns.
pub fn compress(folder: &Path) -> Outcome {
    for file in shipped(folder)? {
        let plain = fs::read(&file).context(|| format!("cannot read {}", file.display()))?;
        write(&append_extension(&file, "br"), &brotli(&plain)?)?;
        write(&append_extension(&file, "gz"), &gzip(&plain)?)?;
    }
    Ok(())
}

/// Compresses bytes with Brotli at quality 11.
pub fn brotli(plain: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 11, WINDOW);
    encoder.write_all(plain).context(|| "brotli failed".into())?;
    encoder.flush().context(|| "brotli failed".into())?;
    drop(encoder);
    Ok(packed)
}

fn gzip(plain: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).context(|| "gzip failed".into())?;
    encoder.finish().context(|| "gzip failed".into())
}

fn append_extension(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn write(file: &Path, bytes: &[u8]) -> Outcome {
    fs::write(file, bytes).context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Read};

    use super::{brotli, compress, gzip, shipped};

    #[test]
    fn brotli_round_trips() {
        let plain = b"Amount due today ".repeat(200);
        let mut unpacked = Vec::new();

        let packed = brotli(&plain).unwrap();

        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut unpacked).unwrap();
        assert!(packed.len() < 100, "{} bytes", packed.len());
        assert_eq!(unpacked, plain);
    }

    #[test]
    fn gzip_round_trips() {
        let mut unpacked = Vec::new();

        let packed = gzip(b"Amount due today").unwrap();

        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, b"Amount due today");
    }

    #[test]
    fn only_downloaded_files_are_compressed() {
        let folder = std::env::temp_dir().join(format!("xtask-pack-{}", std::process::id()));
        fs::create_dir_all(folder.join("snippets")).unwrap();
        fs::write(folder.join("snippets/a.js"), "1").unwrap();
        fs::write(folder.join("index.html"), "<p>").unwrap();
        fs::write(folder.join("logo.png"), "png").unwrap();

        compress(&folder).unwrap();
        let found = shipped(&folder).unwrap();
        let packed =
            [folder.join("index.html.br"), folder.join("index.html.gz"), folder.join("snippets/a.js.br")];
        let all_exist = packed.iter().all(|file| file.exists());
        let image_is_ignored = !folder.join("logo.png.br").exists();

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [folder.join("index.html"), folder.join("snippets/a.js")]);
        assert!(all_exist && image_is_ignored);
    }
}
