use serde::{Deserialize, Serialize};

use crate::Membership;

/// Body of `POST /session`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// The person's e-mail address.
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub email: String,
    /// The password; never logged, which is why this type has no `Debug`.
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
    /// Both names as they are shown.
    pub full_name: String,
    /// Whether the people, prices and organizations are the product's sample data.
    pub sample_data: bool,
    /// Organizations in order of id.
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

/// How a [`NoSession`] begins in JSON, which no [`User`] does.
pub const NO_SESSION: &str = r#"{"signedIn":false,"#;

/// The request carries no valid session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoSession {
    /// Always `false`.
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub signed_in: bool,
    /// The ways to sign in.
    pub methods: Vec<SignInMethod>,
}

/// Answer of `GET /session`. Having no session is not an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum SessionAnswer {
    /// The signed-in person.
    User(User),
    /// Nobody is signed in.
    NoSession(NoSession),
}
