use billing::{Currency, Instant, Line, Money, Promotion, PromotionKind, Reduction, Segment};
use serde::{Deserialize, Serialize};

use crate::{OrganizationRef, PaymentMethod, Plan};

/// The kind of payment that a receipt documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// More sessions or a change to annual billing. Receipts without a kind are upgrades.
    #[default]
    Upgrade,
    /// The next period, with the same sessions and cycle.
    Renewal,
}

impl ReceiptKind {
    /// Returns the value used in JSON and CSV.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Renewal => "renewal",
        }
    }
}

/// The receipt of an upgrade or a renewal: the price, the charge, and the change of the subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The receipt number, unique and without gaps within an organization.
    pub number: String,
    /// The kind of payment.
    #[serde(default)]
    pub kind: ReceiptKind,
    /// When the upgrade or renewal was booked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// The organization that paid.
    pub organization: OrganizationRef,
    /// The organization's tax id on the day of the payment, if known.
    #[serde(default)]
    pub tax_id: Option<String>,
    /// ISO 4217 code of the currency of all amounts.
    pub currency: String,
    /// The amount due of the sealed quote or the renewal, in minor units.
    pub quoted_minor: i64,
    /// The amount that the gateway charged, in minor units; 0 if nothing was due.
    pub charged_minor: i64,
    /// The sum of the lines in minor units.
    pub total_minor: i64,
    /// The account balance before the payment in minor units: positive for a credit, negative for a debt.
    pub balance_before_minor: i64,
    /// The account balance after the payment in minor units: positive for a credit, negative for a debt.
    pub balance_after_minor: i64,
    /// Id of the quote. Absent for a renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_id: Option<String>,
    /// `quoteHash` of the quote. Absent for a renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_hash: Option<String>,
    /// The gateway's reference of the charge. `null` if nothing was charged.
    pub gateway_reference: Option<String>,
    /// Display name of the person who paid.
    pub by: String,
    /// Sessions and cycle before the payment.
    pub before: Plan,
    /// Sessions and cycle after the payment.
    pub after: Plan,
    /// When the change took effect for proration.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub effective_at: Instant,
    /// The end of the paid period, which is the next billing date.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub period_end: Instant,
    /// The estimated amount due of the next renewal, in minor units.
    pub renewal_estimate_minor: i64,
    /// The lines of the quote or the renewal.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub lines: Vec<Line>,
    /// The earlier charges that the credits refund in part. Empty on older receipts, which did not record them.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub credited: Vec<Segment>,
    /// The terms of the promotion code that determine the discount.
    #[serde(default)]
    pub code_terms: Option<CodeTerms>,
    /// The charged card. `null` if nothing was charged.
    pub payment_method: Option<PaymentMethod>,
    /// Whether this is sample data.
    pub sample_data: bool,
    /// What has happened to the charge since. Not a part of the receipt, so the files do not contain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<ReceiptNote>,
}

/// A refund or a dispute of the charge of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptNote {
    /// Whether the seller returned money or the cardholder objected.
    pub kind: ReceiptNoteKind,
    /// What became of it.
    pub status: ReceiptNoteStatus,
    /// The gateway's id.
    pub id: String,
    /// When it was created.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// The amount in minor units of the receipt's currency.
    pub amount_minor: i64,
    /// The part of the amount that has left the seller's account: all of it or nothing.
    pub taken_minor: i64,
}

/// The kind of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptNoteKind {
    /// The seller returned money.
    Refund,
    /// The cardholder objected to the charge at the bank.
    Dispute,
}

/// What became of a refund or a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptNoteStatus {
    /// Not final: the refund is on its way, or the bank has not decided about the dispute.
    Pending,
    /// The cardholder has the money.
    Returned,
    /// The charge stays: the refund failed, or the dispute was won or withdrawn.
    Kept,
}

/// The terms of a promotion code that determine its discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CodeTerms {
    /// Whether `percentBp` or `amountMinor` applies.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^(percent|fixed)$"))]
    pub kind: PromotionKind,
    /// Discount of a percent code in basis points of the charge.
    pub percent_bp: i64,
    /// Discount of a fixed code in minor units.
    pub amount_minor: i64,
}

impl CodeTerms {
    /// Converts the terms for the engine's formulas. Returns `None` if the rate is outside 0 to 10,000 basis points.
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

/// A receipt in the payment history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSummary {
    /// The receipt number.
    pub number: String,
    /// The kind of payment.
    #[serde(default)]
    pub kind: ReceiptKind,
    /// When the upgrade or renewal was booked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// The amount that the gateway charged, in minor units.
    pub charged_minor: i64,
    /// Display name of the person who paid.
    pub by: String,
    /// Sessions and cycle before the payment.
    pub before: Plan,
    /// Sessions and cycle after the payment.
    pub after: Plan,
    /// The part of the charge that refunds and disputes have taken back, in minor units.
    #[serde(default)]
    pub taken_back_minor: i64,
}

/// A page of a list, in the format of TestOps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items of this page.
    pub content: Vec<T>,
    /// Number of items on all pages.
    pub total_elements: i64,
    /// Number of pages.
    pub total_pages: i64,
    /// Index of this page, starting at 0.
    pub number: i64,
    /// Maximum number of items per page.
    pub size: i64,
}
