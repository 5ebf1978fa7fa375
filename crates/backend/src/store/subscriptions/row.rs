use billing::{Currency, ENGINE, Granularity, Instant, Prices, Snapshot, SubscriptionTerms};
use contract::{OrganizationRef, Plan, SubscriptionStatus};

/// A subscription with its organization's account and the current price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// Opaque id.
    pub id: String,
    /// The organization.
    pub organization: OrganizationRef,
    /// Incremented with every change that invalidates quotes.
    pub version: i64,
    /// The status.
    pub status: SubscriptionStatus,
    /// ISO 4217 code. It never changes.
    pub currency: String,
    /// The proration unit of the plan.
    pub granularity: Granularity,
    /// The current price list.
    pub prices: Prices,
    /// The version of the price list.
    pub price_version: i64,
    /// Tax rate in basis points.
    pub tax_bp: i64,
    /// The version of the tax rate.
    pub tax_version: i64,
    /// The account balance in minor units: positive is a credit, negative is owed.
    pub balance_minor: i64,
    /// Charged amounts are multiples of this, in minor units.
    pub charge_step_minor: i64,
    /// Whether the subscription is sample data.
    pub sample_data: bool,
    /// The organization's tax id, if known.
    pub tax_id: Option<String>,
    /// The terms that determine the price.
    pub terms: SubscriptionTerms,
}

impl SubscriptionRow {
    /// The input of the price engine at `as_of`.
    #[must_use]
    pub fn snapshot(&self, as_of: Instant) -> Snapshot {
        Snapshot {
            engine: ENGINE.to_owned(),
            currency: self.currency.clone(),
            exponent: Currency::parse(&self.currency).map_or(0, |currency| i64::from(currency.exponent())),
            granularity: self.granularity,
            as_of,
            prices: self.prices,
            tax_bp: self.tax_bp,
            balance_minor: self.balance_minor,
            charge_step_minor: self.charge_step_minor,
            subscription: self.terms.clone(),
        }
    }

    /// The current sessions and cycle.
    #[must_use]
    pub const fn plan(&self) -> Plan {
        Plan { sessions: self.terms.sessions, cycle: self.terms.cycle }
    }
}
