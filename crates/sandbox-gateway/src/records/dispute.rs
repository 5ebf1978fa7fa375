use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Find, Metadata};

/// The status of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    NeedsResponse,
    UnderReview,
    Won,
    Lost,
}

/// A customer's claim against a charge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dispute {
    pub id: String,
    pub created: i64,
    pub charge: String,
    pub payment_intent: String,
    pub amount: i64,
    pub currency: String,
    pub status: DisputeStatus,
    pub reason: String,
    pub metadata: Metadata,
}

/// Time to respond to a dispute, in seconds.
const RESPONSE_SECONDS: i64 = 9 * 24 * 60 * 60;

impl DisputeStatus {
    /// Whether the dispute has ended.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Won | Self::Lost)
    }
}

impl Dispute {
    /// The money that left the balance, and that came back when the dispute was won.
    fn balance_transactions(&self) -> Vec<Value> {
        let row = |id: &str, amount: i64| {
            json!({
                "id": format!("txn_{id}_{}", self.id),
                "object": "balance_transaction",
                "amount": amount,
                "available_on": self.created,
                "balance_type": "payments",
                "created": self.created,
                "currency": self.currency,
                "description": null,
                "exchange_rate": null,
                "fee": 0,
                "fee_details": [],
                "net": amount,
                "reporting_category": if amount < 0 { "dispute" } else { "dispute_reversal" },
                "source": self.id,
                "status": "available",
                "type": "adjustment",
            })
        };
        let mut rows = vec![row("withdrawn", -self.amount)];
        if self.status == DisputeStatus::Won {
            rows.push(row("reinstated", self.amount));
        }
        rows
    }

    pub fn to_json(&self, _: &dyn Find) -> Value {
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.amount,
            "balance_transactions": self.balance_transactions(),
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": {},
            "evidence_details": {
                "due_by": self.created + RESPONSE_SECONDS,
                "enhanced_eligibility": {},
                "has_evidence": false,
                "past_due": false,
                "submission_count": 0,
            },
            "intended_submission_method": null,
            "is_charge_refundable": false,
            "livemode": false,
            "metadata": self.metadata,
            "payment_intent": self.payment_intent,
            "reason": self.reason,
            "status": self.status,
        })
    }
}
