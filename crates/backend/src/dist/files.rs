use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use axum::http::HeaderValue;

use super::encoding::Encoding;
use super::frame::FrameDocument;
use super::page::{content_security_policy, reporting_endpoints, with_base_path};
use crate::etag;

/// The built app: its files, their compressed variants, and the page.
#[derive(Debug)]
pub struct AppFiles {
    files: HashMap<String, AppFile>,
    /// The page of frames. `None` if the built page lacks the elements that a frame needs.
    frame: Option<FrameDocument>,
    /// The Content-Security-Policy of the page.
    pub policy: HeaderValue,
    /// The Permissions-Policy of the page.
    pub permissions: HeaderValue,
    /// The Reporting-Endpoints of the page.
    pub reporting_endpoints: HeaderValue,
}

#[derive(Debug)]
pub struct AppFile {
    pub plain: Bytes,
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
    pub content_type: &'static str,
    pub etag: String,
    /// Whether the file name contains a hash of the content, so that the file never changes.
    pub immutable: bool,
}

/// Why the app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum DistError {
    /// The folder or a file in it cannot be read.
    #[error("{} cannot be read: {reason}; build the app first, or set its folder with --serve-dist", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// The operating system's error.
        reason: io::Error,
    },
    /// The folder is not a built app.
    #[error("{} has no index.html: build the app first, or set its folder with --serve-dist", .0.display())]
    NoPage(PathBuf),
    /// The page refers to files at the root of its origin.
    #[error("the app in {} can only be served at /: build it with cargo xtask build --release to use a base path", .0.display())]
    RootOnly(PathBuf),
}

const PAGE: &str = "index.html";
/// The page of frames, which is only served with the settings of a frame.
const FRAME: &str = "frame.html";
const HTML: &str = "text/html; charset=utf-8";

/// The value of the `Permissions-Policy` header. The app uses no powerful feature: cards and confirmations are on pages of
/// the gateway and of banks.
const PERMISSIONS: &str = "payment=(), publickey-credentials-get=(), camera=(), microphone=(), geolocation=(), usb=(), \
                           serial=(), midi=(), display-capture=()";

/// The name of the stylesheet of frames, with a hash of its content.
fn stylesheet(styles: &str) -> String {
    format!("embed/frame-{}.css", &etag::of(styles.as_bytes())[1..17])
}

impl AppFiles {
    /// Reads a folder recursively. The page refers to all files below `base_path`.
    ///
    /// # Errors
    /// When the folder cannot be read, has no page, or can only be served at the root.
    pub fn read(folder: &Path, base_path: &str) -> Result<Self, DistError> {
        let mut found = HashMap::new();
        collect(folder, "", &mut found)?;
        let mut files = HashMap::new();
        for (name, content) in &found {
            let is_sibling = [".br", ".gz"].into_iter().filter_map(|ending| name.strip_suffix(ending));
            if is_sibling.into_iter().any(|plain| found.contains_key(plain)) {
                continue;
            }
            // Only file types of the app are served. Other files in the folder are not public.
            let Some(content_type) = content_type(name) else { continue };
            let file = AppFile {
                brotli: found.get(&format!("{name}.br")).cloned(),
                gzip: found.get(&format!("{name}.gz")).cloned(),
                content_type,
                etag: etag::of(content),
                immutable: has_hash(name),
                plain: content.clone(),
            };
            files.insert(name.clone(), file);
        }
        let page = files.get(PAGE).map(|page| String::from_utf8_lossy(&page.plain).into_owned());
        let no_page = || DistError::NoPage(folder.to_owned());
        let mut page = page.ok_or_else(no_page)?;
        if !base_path.is_empty() {
            page = with_base_path(&page, base_path).ok_or_else(|| DistError::RootOnly(folder.to_owned()))?;
            let compressed = AppFile::compressed(page.clone().into_bytes(), HTML, false);
            let unreadable = |reason| DistError::Unreadable { path: folder.join(PAGE), reason };
            files.insert(PAGE.to_owned(), compressed.map_err(unreadable)?);
        }
        let frame = match frame_document(files.remove(FRAME), base_path) {
            Some((frame, styles)) => {
                let name = stylesheet(&styles);
                let compressed = AppFile::compressed(styles.into_bytes(), "text/css; charset=utf-8", true);
                let unreadable = |reason| DistError::Unreadable { path: folder.join(FRAME), reason };
                files.insert(name, compressed.map_err(unreadable)?);
                Some(frame)
            }
            None => None,
        };
        let policy = content_security_policy(&page, base_path);
        Ok(Self {
            files,
            frame,
            policy: HeaderValue::try_from(policy).map_err(|_| no_page())?,
            permissions: HeaderValue::from_static(PERMISSIONS),
            reporting_endpoints: HeaderValue::try_from(reporting_endpoints(base_path))
                .map_err(|_| no_page())?,
        })
    }

    /// The file of a path without its first slash.
    pub fn file(&self, path: &str) -> Option<&AppFile> {
        self.files.get(path).filter(|_| path != PAGE)
    }

    /// The page of frames.
    pub const fn frame(&self) -> Option<&FrameDocument> {
        self.frame.as_ref()
    }

    /// The page.
    pub fn page(&self) -> Option<&AppFile> {
        self.files.get(PAGE)
    }
}

impl AppFile {
    /// A file that is not in the folder, compressed like the files of a release.
    fn compressed(content: Vec<u8>, content_type: &'static str, immutable: bool) -> io::Result<Self> {
        Self::with_quality(content, content_type, immutable, 11)
    }

    /// A page that is made for one request. It is small, so a fast quality makes it 0.2 KB larger only.
    pub fn for_one_request(html: String) -> io::Result<Self> {
        Self::with_quality(html.into_bytes(), HTML, false, 5)
    }

    fn with_quality(
        content: Vec<u8>,
        content_type: &'static str,
        immutable: bool,
        quality: i32,
    ) -> io::Result<Self> {
        let mut brotli = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
        brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &parameters)?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&content)?;
        Ok(Self {
            brotli: Some(brotli.into()),
            gzip: Some(gzip.finish()?.into()),
            content_type,
            etag: etag::of(&content),
            immutable,
            plain: content.into(),
        })
    }

    /// The best variant of the file that a client accepts.
    pub fn variant(&self, accepted: &[Encoding]) -> (Encoding, Bytes) {
        let form = |encoding: &Encoding| {
            let bytes = match encoding {
                Encoding::Brotli => self.brotli.clone()?,
                Encoding::Gzip => self.gzip.clone()?,
                Encoding::Identity => self.plain.clone(),
            };
            Some((*encoding, bytes))
        };
        accepted.iter().find_map(form).unwrap_or((Encoding::Identity, self.plain.clone()))
    }
}

/// The page of frames with its styles; `None` if the folder has no such page.
fn frame_document(file: Option<AppFile>, base_path: &str) -> Option<(FrameDocument, String)> {
    let mut page = String::from_utf8_lossy(&file?.plain).into_owned();
    if !base_path.is_empty() {
        page = with_base_path(&page, base_path)?;
    }
    FrameDocument::new(&page, stylesheet, base_path)
}

fn collect(folder: &Path, prefix: &str, found: &mut HashMap<String, Bytes>) -> Result<(), DistError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |reason| DistError::Unreadable { path, reason }
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let (path, name) = (entry.path(), format!("{prefix}{name}"));
        if path.is_dir() {
            collect(&path, &format!("{name}/"), found)?;
        } else {
            let content = std::fs::read(&path).map_err(unreadable(&path))?;
            found.insert(name, Bytes::from(content));
        }
    }
    Ok(())
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => HTML,
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether a file name contains the 16 hex digits of a hash that Trunk adds.
fn has_hash(name: &str) -> bool {
    let stem = name.rsplit('/').next().unwrap_or(name);
    stem.split(['-', '.', '_']).any(|part| {
        part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_immutable() {
        assert!(has_hash("testcloud-upgrading-0123456789abcdef_bg.wasm"));
        assert!(has_hash("styles-fedcba9876543210.css"));
        assert!(!has_hash("favicon.svg"));
        assert!(!has_hash("testcloud-upgrading.js"));
    }
}
