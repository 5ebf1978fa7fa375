use billing::Instant;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::ReadError;

/// The id of another object, which Stripe also sends as the object itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Reference {
    Id(String),
    Object { id: String },
}

impl Reference {
    pub fn into_id(self) -> String {
        match self {
            Self::Id(id) | Self::Object { id } => id,
        }
    }
}

/// Parses an object of a kind.
pub fn parse<T: for<'a> Deserialize<'a>>(value: &Value, kind: &str) -> Result<T, ReadError> {
    if value.get("object").and_then(Value::as_str) != Some(kind) {
        return Err(ReadError::Unreadable);
    }
    T::deserialize(value).map_err(|_| ReadError::Unreadable)
}

pub fn instant(seconds: i64) -> Result<Instant, ReadError> {
    Instant::from_epoch_seconds(seconds).ok_or(ReadError::Unreadable)
}

/// An address that a browser can be sent to. A response cannot make it a script.
pub fn web_address(text: Option<String>) -> Option<String> {
    text.filter(|text| Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))
}
