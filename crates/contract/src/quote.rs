use billing::{Instant, Quote, QuoteInput, Target};
use serde::{Deserialize, Serialize};

/// Body of `POST …/testcloud/quotes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuoteRequest {
    /// Total sessions and cycle wanted.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::openapi::types::Target))]
    pub target: Target,
    /// A promotion code as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
}

/// A price that holds until it expires, whatever happens to the price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SealedQuote {
    /// Opaque id.
    pub id: String,
    /// The subscription's version it was made for; what `If-Match` takes.
    pub version: i64,
    /// Lower-case hex SHA-256 of `sealed`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{64}$"))]
    pub quote_hash: String,
    /// `<keyId>.<base64url HMAC-SHA256 of sealed>`.
    pub seal: String,
    /// The instant it was priced at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Instant,
    /// The first instant at which it no longer holds.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Instant,
    /// Seconds until then when the answer was made, for a countdown that needs no clock.
    pub expires_in_seconds: i64,
    /// The exact text that was sealed: canonical JSON.
    pub sealed: String,
    /// The engine's input, inside `sealed` too.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub input: QuoteInput,
    /// The engine's output, inside `sealed` too.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub output: Quote,
}
