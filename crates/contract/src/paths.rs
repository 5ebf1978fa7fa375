//! Paths under the API base, built in one place for the client and the tests.

/// Where the API lives on its origin.
pub const API_BASE: &str = "/api/v1";

/// The TestCloud resources of one organization.
#[must_use]
pub fn testcloud(organization: i64) -> String {
    format!("/organizations/{organization}/testcloud")
}

/// The card of one organization.
#[must_use]
pub fn payment_method(organization: i64) -> String {
    format!("/organizations/{organization}/payment-method")
}
