use serde::{Deserialize, Serialize};

/// Body of `GET /health/live` and `GET /health/ready`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Whether the service may receive requests.
    pub status: HealthStatus,
    /// The components that are not working: `database`, `gateway`.
    pub degraded: Vec<String>,
}

/// Whether the service may receive requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// All components are working.
    Ok,
    /// Some components are not working.
    Degraded,
    /// The service is not working.
    Unavailable,
}
