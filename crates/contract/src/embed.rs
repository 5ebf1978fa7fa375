use billing::{Cycle, Instant};
use serde::{Deserialize, Serialize};

/// Body of `POST /embed-codes`: the person whom the portal has authenticated, and the page that frames the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedCodeRequest {
    /// The person's id. Send either `subject` or `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub subject: Option<String>,
    /// The person's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub email: Option<String>,
    /// The organization's id. The person must be a member.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub organization: i64,
    /// The origin of the page that frames the app, for example `https://testops.example.com`.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub origin: String,
    /// When the person last entered a credential at the portal.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub authenticated_at: Instant,
    /// The language tag of the portal, for example `vi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z0-9-]+$"))]
    pub locale: Option<String>,
    /// Entries of the upgrade form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}

/// Entries of the upgrade form that a portal fills in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prefill {
    /// Additional sessions, 1 to 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_999))]
    pub add: Option<i64>,
    /// Billing cycle after the upgrade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schemas::Cycle>))]
    pub cycle: Option<Cycle>,
}

/// Response to `POST /embed-codes`.
// No `Debug`, so that the code is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedCode {
    /// The one-time code. Send it to the frame by message, never in a URL.
    pub code: String,
    /// Seconds until the code expires.
    pub expires_in_seconds: i64,
}

/// Body of `POST /embed-sessions`, which the framed page sends.
// No `Debug`, so that the code is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedSessionRequest {
    /// The one-time code.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub code: String,
    /// The public id of the client, from the frame's address.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub client: String,
    /// The nonce in the frame's HTML.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub nonce: String,
    /// The origin of the page that frames the app.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub origin: String,
}

/// Response to `POST /embed-sessions`.
// No `Debug`, so that the token is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedSession {
    /// The bearer token. Keep it in memory only.
    pub token: String,
    /// Seconds until the token expires. A new code replaces it.
    pub expires_in_seconds: i64,
    /// The organization's id. The token is valid for this organization only.
    pub organization: i64,
    /// The language tag of the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Entries of the upgrade form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}
