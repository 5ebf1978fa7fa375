//! Entity tags of responses that do not change while the process runs.

use axum::http::HeaderMap;
use axum::http::header::IF_NONE_MATCH;
use sha2::{Digest, Sha256};

/// The strong entity tag of a content, with its quotes.
pub fn of(content: &[u8]) -> String {
    let hash = Sha256::digest(content);
    format!("\"{}\"", base16ct::lower::encode_string(&hash[..12]))
}

/// Whether the client already has the content with this tag.
pub fn is_unchanged(request: &HeaderMap, etag: &str) -> bool {
    let tags = request.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    tags.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag))
}
