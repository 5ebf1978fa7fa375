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
    /// Price of one session for one month.
    pub monthly: i64,
    /// Price of one session for twelve months.
    pub annual: i64,
}

impl Prices {
    /// Returns the list price of one period of a cycle.
    #[must_use]
    pub const fn of(self, cycle: Cycle) -> i64 {
        match cycle {
            Cycle::Monthly => self.monthly,
            Cycle::Annual => self.annual,
        }
    }
}

/// A paid charge of the current period, which a change to annual credits.
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
    /// The backend's id of the charge. The credit line has the same id.
    pub id: Arc<str>,
    /// The amount paid after discount and before tax, in minor units.
    pub net_minor: i64,
    /// The tax paid on that amount, in minor units.
    pub tax_minor: i64,
    /// When the charge took effect.
    pub from: Instant,
    /// The end of the period.
    pub to: Instant,
}

/// The remaining discount of an earlier promotion code on renewals.
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
    /// Discount in basis points, 1..=10000.
    pub percent_bp: i64,
    /// Number of renewals to which the discount still applies.
    pub left: i64,
}

/// The terms of a subscription that determine its price.
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
    /// Price of one session for the whole current period in minor units, pinned until renewal.
    pub unit_price_minor: i64,
    /// The instant from which all period boundaries are computed.
    pub anchor: Instant,
    /// Start of the current period.
    pub period_start: Instant,
    /// End of the current period.
    pub period_end: Instant,
    /// Paid charges of the current period, oldest first.
    #[serde(deserialize_with = "objects")]
    pub segments: Vec<Segment>,
    /// The discount of an earlier promotion code on the next renewals.
    #[serde(deserialize_with = "nullable_object")]
    pub renewal_discount: Option<RenewalDiscount>,
}

/// The engine's input, without the target and the promotion code that the buyer chooses.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{QuoteError, Snapshot, Target, Cycle, quote};
///
/// // The engine refuses a snapshot for other rules.
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
    /// Number of decimals of the currency. Must match the currency; included so that readers need no table.
    pub exponent: i64,
    /// The unit in which the plan prorates.
    pub granularity: Granularity,
    /// The instant of the quote, set by the backend. The engine reads no clock.
    pub as_of: Instant,
    /// The current list prices.
    #[serde(deserialize_with = "object")]
    pub prices: Prices,
    /// Tax rate in basis points, 0..=10000.
    pub tax_bp: i64,
    /// The account balance in minor units: positive for a credit, negative for a debt.
    pub balance_minor: i64,
    /// Charged amounts are multiples of this number of minor units. The remainder stays on the balance.
    pub charge_step_minor: i64,
    /// The current subscription.
    #[serde(deserialize_with = "object")]
    pub subscription: SubscriptionTerms,
}

/// The subscription that the buyer wants after the upgrade.
///
/// ```
/// use billing::{Cycle, Target};
///
/// // The number is a total: five existing and three added sessions.
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

/// The engine's complete input, one JSON object.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // The target in the file is three more sessions, for 16 of 31 days.
/// assert_eq!(input.quote()?.amount_due_minor, 24_155);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteInput {
    /// The data from the backend.
    pub snapshot: Snapshot,
    /// The target of the buyer.
    pub target: Target,
    /// The applied promotion code, if any.
    pub promo: Option<Promotion>,
}

impl QuoteInput {
    /// Prices this input.
    ///
    /// # Errors
    /// Returns the same errors as [`crate::quote`].
    pub fn quote(&self) -> Result<crate::Quote, crate::QuoteError> {
        crate::quote(&self.snapshot, self.target, self.promo.as_ref())
    }
}
