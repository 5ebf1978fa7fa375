//! API paths for the client and the tests.

/// The base path of the API.
pub const API_BASE: &str = "/api/v1";

/// Returns the base path of an organization's TestCloud resources, relative to [`API_BASE`].
#[must_use]
pub fn testcloud(organization: i64) -> String {
    format!("/organizations/{organization}/testcloud")
}

/// Returns the path of an organization's card, relative to [`API_BASE`].
#[must_use]
pub fn payment_method(organization: i64) -> String {
    format!("/organizations/{organization}/payment-method")
}

/// Returns the path of an organization's visits to the gateway's page that saves a card, relative to [`API_BASE`].
#[must_use]
pub fn setup_sessions(organization: i64) -> String {
    format!("{}/setup-sessions", payment_method(organization))
}
