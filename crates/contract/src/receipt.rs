use billing::{Currency, Instant, Line, Money, Promotion, PromotionKind, Reduction, Segment};
use serde::{Deserialize, Serialize};

use crate::{OrganizationRef, PaymentMethod, Plan};

/// What a receipt is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// More sessions, or annual billing. Receipts without a kind are of upgrades.
    #[default]
    Upgrade,
    /// The next period; sessions and cycle stay as they are.
    Renewal,
}

impl ReceiptKind {
    /// The word in JSON and CSV.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Renewal => "renewal",
        }
    }
}

/// Proof of an upgrade or a renewal: the price, the charge, and what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Unique, and dense within an organization.
    pub number: String,
    /// What it is for.
    #[serde(default)]
    pub kind: ReceiptKind,
    /// When the upgrade or renewal was booked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Who paid.
    pub organization: OrganizationRef,
    /// Its tax id on the day of the payment, where one was known.
    #[serde(default)]
    pub tax_id: Option<String>,
    /// Currency of every amount here.
    pub currency: String,
    /// The amount due of the sealed quote or of the renewal.
    pub quoted_minor: i64,
    /// What the gateway charged; 0 when nothing was due.
    pub charged_minor: i64,
    /// The sum of the lines.
    pub total_minor: i64,
    /// The account balance before.
    pub balance_before_minor: i64,
    /// The account balance afterwards.
    pub balance_after_minor: i64,
    /// The quote; absent for a renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_id: Option<String>,
    /// Its fingerprint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_hash: Option<String>,
    /// The gateway's reference; absent when nothing was charged.
    pub gateway_reference: Option<String>,
    /// Display name of who paid.
    pub by: String,
    /// Before.
    pub before: Plan,
    /// After.
    pub after: Plan,
    /// When the change took effect for proration.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub effective_at: Instant,
    /// The end of the paid period: the next billing date.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub period_end: Instant,
    /// What the next renewal was estimated at.
    pub renewal_estimate_minor: i64,
    /// The lines of the quote or of the renewal.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub lines: Vec<Line>,
    /// What had been paid for the time that the credits give back. Receipts of before this was kept have none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub credited: Vec<Segment>,
    /// The terms of the promotion code, as far as they make the discount.
    #[serde(default)]
    pub code_terms: Option<CodeTerms>,
    /// The card charged; absent when nothing was charged.
    pub payment_method: Option<PaymentMethod>,
    /// Whether this is the product's sample data.
    pub sample_data: bool,
}

/// How a promotion code comes to its discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CodeTerms {
    /// Which of the two applies.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^(percent|fixed)$"))]
    pub kind: PromotionKind,
    /// Basis points off the charge, for a percent code.
    pub percent_bp: i64,
    /// Minor units off the charge, for a fixed code.
    pub amount_minor: i64,
}

impl CodeTerms {
    /// The same for the engine's formulas. `None` for a rate that is none.
    #[must_use]
    pub fn reduction(self, currency: Currency) -> Option<Reduction> {
        Reduction::of(self.kind, self.percent_bp, Money::new(self.amount_minor, currency))
    }
}

impl From<&Promotion> for CodeTerms {
    fn from(code: &Promotion) -> Self {
        Self { kind: code.kind, percent_bp: code.percent_bp, amount_minor: code.amount_minor }
    }
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSummary {
    /// The receipt's number.
    pub number: String,
    /// What it is for.
    #[serde(default)]
    pub kind: ReceiptKind,
    /// When the upgrade or renewal was booked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Currency of the amount.
    pub currency: String,
    /// What the gateway charged.
    pub charged_minor: i64,
    /// Display name of who paid.
    pub by: String,
    /// Before.
    pub before: Plan,
    /// After.
    pub after: Plan,
}

/// One page of a list, in the shape TestOps uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items of this page.
    pub content: Vec<T>,
    /// Items over all pages.
    pub total_elements: i64,
    /// Pages.
    pub total_pages: i64,
    /// This page, counted from 0.
    pub number: i64,
    /// Most items per page.
    pub size: i64,
}
