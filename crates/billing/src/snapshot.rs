use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    Cycle, Granularity, Instant, Promotion,
    wire::{nullable_object, object, objects},
};

/// List prices per session of one plan, in minor units.
///
/// ```
/// use billing::{Cycle, Prices};
///
/// assert_eq!(Prices { monthly: 15_600, annual: 156_000 }.of(Cycle::Annual), 156_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prices {
    /// For one month.
    pub monthly: i64,
    /// For twelve months.
    pub annual: i64,
}

impl Prices {
    /// The list price of one period of a cycle.
    #[must_use]
    pub const fn of(self, cycle: Cycle) -> i64 {
        match cycle {
            Cycle::Monthly => self.monthly,
            Cycle::Annual => self.annual,
        }
    }
}

/// One paid charge of the current period that still has value.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // Five sessions were paid for all of March.
/// let paid = &input.snapshot.subscription.segments[0];
/// assert_eq!((paid.net_minor, paid.to), (78_000, input.snapshot.subscription.period_end));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Segment {
    /// The backend's name for the charge. Shared with the line that credits it.
    pub id: Arc<str>,
    /// What was paid after discount and before tax.
    pub net_minor: i64,
    /// The tax paid with it.
    pub tax_minor: i64,
    /// When the charge took effect.
    pub from: Instant,
    /// The end of the period.
    pub to: Instant,
}

/// A discount that an earlier code left for coming renewals.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{RenewalDiscount, renewal_preview};
///
/// let mut snapshot = input.snapshot;
/// snapshot.subscription.renewal_discount = Some(RenewalDiscount { percent_bp: 2_000, left: 1 });
/// assert_eq!(renewal_preview(&snapshot)?.discount_minor, 15_600);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenewalDiscount {
    /// Basis points off, 1..=10000.
    pub percent_bp: i64,
    /// Renewals it still applies to.
    pub left: i64,
}

/// What a subscription is, as far as its price goes.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::Cycle;
///
/// let now = &input.snapshot.subscription;
/// assert_eq!((now.cycle, now.sessions, now.unit_price_minor), (Cycle::Monthly, 5, 15_600));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubscriptionTerms {
    /// The billing cycle.
    pub cycle: Cycle,
    /// Parallel sessions paid for.
    pub sessions: i64,
    /// Price of one session for the whole current period, pinned until renewal.
    pub unit_price_minor: i64,
    /// The instant from which every period boundary is counted.
    pub anchor: Instant,
    /// Start of the current period.
    pub period_start: Instant,
    /// End of the current period.
    pub period_end: Instant,
    /// Paid charges of the current period, oldest first.
    #[serde(deserialize_with = "objects")]
    pub segments: Vec<Segment>,
    /// What an earlier code takes off the next renewals.
    #[serde(deserialize_with = "nullable_object")]
    pub renewal_discount: Option<RenewalDiscount>,
}

/// Everything the engine reads that the buyer does not choose.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{QuoteError, Snapshot, Target, Cycle, quote};
///
/// // A snapshot made for other rules is refused, never reinterpreted.
/// let other = Snapshot { engine: "proration/2".to_owned(), ..input.snapshot };
/// assert_eq!(quote(&other, Target { sessions: 8, cycle: Cycle::Monthly }, None), Err(QuoteError::InvalidInput));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// Must be [`crate::ENGINE`].
    pub engine: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Decimals of the currency, stated so that a reader need not know the table.
    pub exponent: i64,
    /// The unit in which the plan prorates.
    pub granularity: Granularity,
    /// The backend's instant; no other clock is ever read.
    pub as_of: Instant,
    /// Today's price list.
    #[serde(deserialize_with = "object")]
    pub prices: Prices,
    /// Tax rate in basis points, 0..=10000.
    pub tax_bp: i64,
    /// The account's balance: above 0 a credit, below 0 owed.
    pub balance_minor: i64,
    /// Amounts charged are multiples of this; the rest stays on the balance.
    pub charge_step_minor: i64,
    /// The subscription as it is now.
    #[serde(deserialize_with = "object")]
    pub subscription: SubscriptionTerms,
}

/// What the buyer wants the subscription to be.
///
/// ```
/// use billing::{Cycle, Target};
///
/// // A total, not an addition: five sessions and three more.
/// let target = Target { sessions: 8, cycle: Cycle::Monthly };
/// # assert_eq!(target.sessions, 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// Total sessions after the upgrade.
    pub sessions: i64,
    /// Billing cycle after the upgrade.
    pub cycle: Cycle,
}

/// The engine's whole input, as one JSON object.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // Three more sessions for 16 of 31 days, as the file asks for.
/// assert_eq!(input.quote()?.amount_due_minor, 24_155);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteInput {
    /// What the backend says.
    pub snapshot: Snapshot,
    /// What the buyer wants.
    pub target: Target,
    /// The code applied, if any.
    pub promo: Option<Promotion>,
}

impl QuoteInput {
    /// Prices this input.
    ///
    /// # Errors
    /// As [`crate::quote`].
    pub fn quote(&self) -> Result<crate::Quote, crate::QuoteError> {
        crate::quote(&self.snapshot, self.target, self.promo.as_ref())
    }
}
