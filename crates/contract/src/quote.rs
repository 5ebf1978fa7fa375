use billing::{Instant, Quote, QuoteInput, Target};
use serde::{Deserialize, Serialize};

/// Body of `POST …/testcloud/quotes`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuoteRequest {
    /// Sessions and cycle after the upgrade.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::schemas::Target))]
    pub target: Target,
    /// The promotion code as entered by the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<String>,
}

/// A quote whose price is guaranteed until it expires, even if list prices change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SealedQuote {
    /// Opaque id.
    pub id: String,
    /// The version of the subscription, for the `If-Match` header of the upgrade request.
    pub version: i64,
    /// Lower-case hex SHA-256 of `sealed`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{64}$"))]
    pub quote_hash: String,
    /// `<keyId>.<base64url HMAC-SHA256 of sealed>`.
    pub seal: String,
    /// The instant for which the price was computed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub as_of: Instant,
    /// When the quote expires.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Instant,
    /// The sealed text, in canonical JSON.
    pub sealed: String,
    /// The engine's input, which `sealed` also contains.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub input: QuoteInput,
    /// The engine's output, which `sealed` also contains.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub output: Quote,
}
