//! Brotli and gzip at their strongest, made once at build time.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use crate::failure::{Context, Outcome};

/// The kinds of file a first visit downloads. The stylesheet is part of the page.
pub const KINDS: [&str; 3] = ["html", "js", "wasm"];
/// The kind of the tables of languages.
pub const TABLE: &str = "txt";

const WINDOW: u32 = 22;

/// Every file of those kinds in a folder and below it, in the order of their names.
///
/// # Errors
/// When a folder cannot be read.
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

/// Writes a `.br` and a `.gz` file beside every shipped file of the folder.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress(folder: &Path) -> Outcome {
    for file in shipped(folder)? {
        let plain = fs::read(&file).context(|| format!("cannot read {}", file.display()))?;
        write(&with_ending(&file, "br"), &brotli(&plain)?)?;
        write(&with_ending(&file, "gz"), &gzip(&plain)?)?;
    }
    Ok(())
}

/// The bytes after brotli at quality 11.
///
/// # Errors
/// When the encoder fails.
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

fn with_ending(file: &Path, ending: &str) -> PathBuf {
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
    fn brotli_gives_back_what_it_was_given() {
        let plain = b"Amount due today ".repeat(200);
        let mut unpacked = Vec::new();

        let packed = brotli(&plain).unwrap();

        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut unpacked).unwrap();
        assert!(packed.len() < 100, "{} bytes", packed.len());
        assert_eq!(unpacked, plain);
    }

    #[test]
    fn gzip_gives_back_what_it_was_given() {
        let mut unpacked = Vec::new();

        let packed = gzip(b"Amount due today").unwrap();

        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, b"Amount due today");
    }

    #[test]
    fn only_what_a_visit_downloads_is_packed() {
        let folder = std::env::temp_dir().join(format!("xtask-pack-{}", std::process::id()));
        fs::create_dir_all(folder.join("snippets")).unwrap();
        fs::write(folder.join("snippets/a.js"), "1").unwrap();
        fs::write(folder.join("index.html"), "<p>").unwrap();
        fs::write(folder.join("logo.png"), "png").unwrap();

        compress(&folder).unwrap();
        let found = shipped(&folder).unwrap();
        let packed =
            [folder.join("index.html.br"), folder.join("index.html.gz"), folder.join("snippets/a.js.br")];
        let all_there = packed.iter().all(|file| file.exists());
        let image_left_alone = !folder.join("logo.png.br").exists();

        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [folder.join("index.html"), folder.join("snippets/a.js")]);
        assert!(all_there && image_left_alone);
    }
}
