use serde::{Deserialize, Serialize};

/// What a person may do in one organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Owns the organization.
    Owner,
    /// Administers projects and people, not money.
    Admin,
    /// Handles plans, cards and payments.
    BillingManager,
    /// Uses the product.
    User,
}

impl Role {
    /// Whether the role may open the upgrade, see the card and pay.
    #[must_use]
    pub const fn may_bill(self) -> bool {
        matches!(self, Self::Owner | Self::BillingManager)
    }

    /// The word in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "OWNER",
            Self::Admin => "ADMIN",
            Self::BillingManager => "BILLING_MANAGER",
            Self::User => "USER",
        }
    }

    /// The role a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Owner, Self::Admin, Self::BillingManager, Self::User]
            .into_iter()
            .find(|role| role.as_str() == word)
    }
}

/// An organization a person belongs to, with their role there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// TestOps' numeric id.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// The role in this organization only.
    pub role: Role,
}

/// An organization by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRef {
    /// TestOps' numeric id.
    pub id: i64,
    /// Display name.
    pub name: String,
}
