use serde::{Deserialize, Serialize};

use crate::Membership;

/// Body of `POST /session`.
// No `Debug`, so that the password is never logged.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// E-mail address.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub email: String,
    /// Password.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub password: String,
}

/// The signed-in person and their organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Opaque id.
    pub id: String,
    /// E-mail address.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Display name.
    pub full_name: String,
    /// Whether the people, prices and organizations are sample data.
    pub sample_data: bool,
    /// Memberships, ordered by the id of the organization.
    pub organizations: Vec<Membership>,
}

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum SignInMethod {
    /// E-mail and password.
    Password,
}

/// The start of the JSON of a [`NoSession`]. The JSON of a [`User`] never starts with it.
pub const NO_SESSION: &str = r#"{"signedIn":false,"#;

/// The request has no valid session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoSession {
    /// Always `false`.
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub signed_in: bool,
    /// The available ways to sign in.
    pub methods: Vec<SignInMethod>,
}

/// Response to `GET /session`. A missing session is not an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum SessionAnswer {
    /// The signed-in person.
    User(User),
    /// The request has no valid session.
    NoSession(NoSession),
}
