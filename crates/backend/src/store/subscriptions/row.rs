use billing::{Currency, ENGINE, Granularity, Instant, Prices, Snapshot, SubscriptionTerms};
use contract::{OrganizationRef, Plan, SubscriptionStatus};

/// A subscription with the account that pays for it and the price list of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// Opaque id.
    pub id: String,
    /// Whose it is.
    pub organization: OrganizationRef,
    /// Rises with every change that a quote must not survive.
    pub version: i64,
    /// Whether it runs.
    pub status: SubscriptionStatus,
    /// ISO 4217 code; the subscription has it for life.
    pub currency: String,
    /// The unit in which the plan prorates.
    pub granularity: Granularity,
    /// Today's price list.
    pub prices: Prices,
    /// Which price list that is.
    pub price_version: i64,
    /// Tax rate in basis points.
    pub tax_bp: i64,
    /// Which tax rate that is.
    pub tax_version: i64,
    /// The account's balance in minor units: above 0 a credit, below 0 owed.
    pub balance_minor: i64,
    /// Amounts charged are multiples of this.
    pub charge_step_minor: i64,
    /// Whether this is the product's sample data.
    pub sample_data: bool,
    /// The organization's tax id, where one is known.
    pub tax_id: Option<String>,
    /// What its price depends on.
    pub terms: SubscriptionTerms,
}

impl SubscriptionRow {
    /// What the engine reads, at an instant of the service's clock.
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

    /// Sessions and cycle as they are.
    #[must_use]
    pub const fn plan(&self) -> Plan {
        Plan { sessions: self.terms.sessions, cycle: self.terms.cycle }
    }
}
