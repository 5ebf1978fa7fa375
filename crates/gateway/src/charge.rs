use std::collections::BTreeMap;

use billing::Instant;

/// One movement of money from a card. An intent has one for each try, of which at most one succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The gateway's id.
    pub id: String,
    /// The intent.
    pub intent: Option<String>,
    /// The status.
    pub status: ChargeStatus,
    /// The charged amount, in minor units of `currency`.
    pub amount_minor: i64,
    /// The refunded part of the amount, in minor units of `currency`.
    pub refunded_minor: i64,
    /// The ISO 4217 currency code.
    pub currency: String,
    /// Whether the charge is or was disputed.
    pub disputed: bool,
    /// The time of creation.
    pub created: Instant,
    /// The organization that paid.
    pub organization: i64,
    /// The attempt that was paid for.
    pub attempt: String,
    /// Everything that was stored with the intent.
    pub metadata: BTreeMap<String, String>,
}

/// The status of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeStatus {
    /// The gateway has no outcome yet.
    Pending,
    /// Charged. Final.
    Succeeded,
    /// Not charged. Final.
    Failed,
}

/// A return of all or a part of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The gateway's id.
    pub id: String,
    /// The charge.
    pub charge: String,
    /// The status.
    pub status: RefundStatus,
    /// The refunded amount, in minor units of `currency`.
    pub amount_minor: i64,
    /// The ISO 4217 currency code.
    pub currency: String,
    /// The reason as the gateway's stable code.
    pub reason: Option<String>,
    /// The time of creation.
    pub created: Instant,
}

/// The status of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    /// The gateway has no outcome yet.
    Pending,
    /// Refunded. A bank can still return the money, which makes the refund failed.
    Succeeded,
    /// Not refunded. Final.
    Failed,
    /// Not refunded. Final.
    Canceled,
}
