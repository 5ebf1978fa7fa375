use billing::Instant;

/// A cardholder's objection to a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The gateway's id.
    pub id: String,
    /// The charge.
    pub charge: String,
    /// The status.
    pub status: DisputeStatus,
    /// The disputed amount, in minor units of `currency`.
    pub amount_minor: i64,
    /// The ISO 4217 currency code.
    pub currency: String,
    /// The reason as the gateway's stable code, such as `fraudulent`.
    pub reason: String,
    /// Whether the gateway has taken the disputed amount from the account and has not returned it.
    pub funds_withdrawn: bool,
    /// The time of creation.
    pub created: Instant,
}

/// The status of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeStatus {
    /// An inquiry, a dispute or an appeal without a decision.
    Open,
    /// Decided for the seller. Final.
    Won,
    /// Decided for the cardholder. An appeal can open it again.
    Lost,
    /// An inquiry that ended without a dispute, or a dispute that was prevented. Final.
    Closed,
}
