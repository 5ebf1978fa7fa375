use sha2::{Digest, Sha256};

use crate::language::Language;

/// The messages of one language, as served to the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The language's tag.
    pub tag: &'static str,
    /// The file name: the tag and a hash of the content, so that caches can keep the file indefinitely.
    pub file: String,
    /// One line for each message.
    pub text: String,
}

impl Table {
    /// Creates a table from its lines.
    pub fn new(language: &Language, lines: &[String]) -> Self {
        let text = lines.join("\n");
        let hash = Sha256::digest(&text);
        let hash = base16ct::lower::encode_string(&hash[..8]);
        Self { tag: language.tag, file: format!("{}-{hash}.txt", language.tag), text }
    }
}
