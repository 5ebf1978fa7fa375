use billing::{Cycle, Instant};
use serde::{Deserialize, Serialize};

/// A person who may do what another may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WhoCanAct {
    /// Display name.
    pub full_name: String,
}

/// Body of `POST …/testcloud/access-requests`: an upgrade prepared for somebody who may pay. No prices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessRequestForm {
    /// Additional sessions asked for, 1 to 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_999))]
    pub add: Option<i64>,
    /// Billing cycle asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::openapi::types::Cycle>))]
    pub cycle: Option<Cycle>,
    /// A word to the reader, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub note: Option<String>,
}

/// An upgrade somebody asked for, as billing people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Opaque id.
    pub id: String,
    /// Display name of the person who asked.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Sessions at that time, so that the prepared upgrade can be checked.
    pub from_sessions: i64,
    /// Additional sessions asked for.
    pub add: Option<i64>,
    /// Billing cycle asked for.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::openapi::types::Cycle>))]
    pub cycle: Option<Cycle>,
    /// Their words; text, never markup.
    pub note: Option<String>,
}
