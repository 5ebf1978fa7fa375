use serde::{Deserialize, Serialize};

/// Body of `GET /health/live` and `GET /health/ready`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Whether the service may receive requests.
    pub status: HealthStatus,
    /// The parts that do not work: `database`, `gateway`.
    pub degraded: Vec<String>,
}

/// Whether the service may receive requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// Everything works.
    Ok,
    /// Some parts do not work.
    Degraded,
    /// Nothing works.
    Unavailable,
}
