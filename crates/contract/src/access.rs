use billing::{Cycle, Instant};
use serde::{Deserialize, Serialize};

/// A person with the permission that the caller lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WhoCanAct {
    /// Display name.
    pub full_name: String,
}

/// Body of `POST …/testcloud/access-requests`: an upgrade prepared for a person who may pay, without prices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessRequestForm {
    /// Requested additional sessions, 1 to 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_999))]
    pub add: Option<i64>,
    /// Requested billing cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schemas::Cycle>))]
    pub cycle: Option<Cycle>,
    /// A note to the billing manager, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub note: Option<String>,
}

/// Response to `POST …/testcloud/access-requests`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SentAccessRequest {
    /// Opaque id of the request.
    pub id: String,
}

/// An upgrade that a member requested, as shown to owners and billing managers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Opaque id.
    pub id: String,
    /// Display name of the person who sent the request.
    pub by: String,
    /// When the request was sent.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Sessions of the subscription at that time, to detect a later change.
    pub from_sessions: i64,
    /// Requested additional sessions.
    pub add: Option<i64>,
    /// Requested billing cycle.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schemas::Cycle>))]
    pub cycle: Option<Cycle>,
    /// The note, as plain text.
    pub note: Option<String>,
}
