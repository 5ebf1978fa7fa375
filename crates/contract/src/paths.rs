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
