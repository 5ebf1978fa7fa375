use sha2::{Digest, Sha256};

use crate::language::Language;

/// The sentences of one language, as they are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The language's tag.
    pub tag: &'static str,
    /// The file's name: the tag and a hash of what is in it, so that it may be kept for ever.
    pub file: String,
    /// A line for each message.
    pub text: String,
}

impl Table {
    /// Joins the lines.
    pub fn new(language: &Language, lines: &[String]) -> Self {
        let text = lines.join("\n");
        let hash = Sha256::digest(&text);
        let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { tag: language.tag, file: format!("{}-{hash}.txt", language.tag), text }
    }
}
