use serde::{Deserialize, Serialize};

/// The role of a person in one organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Owns the organization. May upgrade and pay.
    Owner,
    /// Administers projects and people. May not upgrade or pay.
    Admin,
    /// Manages plans, cards and payments. May upgrade and pay.
    BillingManager,
    /// Uses the product. May not upgrade or pay.
    User,
}

impl Role {
    /// Returns whether the role may upgrade, see the card on file and pay.
    #[must_use]
    pub const fn may_bill(self) -> bool {
        matches!(self, Self::Owner | Self::BillingManager)
    }

    /// Returns the value used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "OWNER",
            Self::Admin => "ADMIN",
            Self::BillingManager => "BILLING_MANAGER",
            Self::User => "USER",
        }
    }

    /// Parses the value used in JSON and in the database.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Owner, Self::Admin, Self::BillingManager, Self::User]
            .into_iter()
            .find(|role| role.as_str() == value)
    }
}

/// The membership of a person in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// The numeric id in TestOps.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// The person's role in this organization.
    pub role: Role,
}

/// An organization by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRef {
    /// The numeric id in TestOps.
    pub id: i64,
    /// Display name.
    pub name: String,
}
