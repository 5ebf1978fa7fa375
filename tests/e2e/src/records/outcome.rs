use super::{gateway_log::Charge, ledger::Entitlement};

/// The upgrades of one organization, from the database and from the gateway's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub entitlement: Entitlement,
    /// The state of each payment attempt.
    pub attempts: Vec<String>,
    /// The amounts of the receipts, in minor units.
    pub receipts: Vec<i64>,
    /// The cash booked, in minor units.
    pub cash: Vec<i64>,
    /// The successful charges at the gateway.
    pub charges: Vec<Charge>,
}

impl Outcome {
    /// Asserts that both records contain exactly one charge, of this amount. Attempts that moved no money are allowed.
    pub fn is_paid_once(&self, amount_minor: i64, currency: &str) -> &Self {
        assert_eq!(self.charges, [Charge::of(amount_minor, currency)], "the gateway's charges in {self:#?}");
        assert_eq!(self.receipts, [amount_minor], "the receipts in {self:#?}");
        assert_eq!(self.cash, [amount_minor], "the cash booked in {self:#?}");
        let charged = self.attempts.iter().filter(|state| *state == "charged").count();
        assert_eq!(charged, 1, "the charged attempts in {self:#?}");
        self
    }

    /// Asserts that both records contain no charge.
    pub fn is_unpaid(&self) -> &Self {
        assert_eq!(self.charges, [], "the gateway's charges in {self:#?}");
        assert_eq!(self.receipts, [0_i64; 0], "the receipts in {self:#?}");
        assert_eq!(self.cash, [0_i64; 0], "the cash booked in {self:#?}");
        assert!(!self.attempts.contains(&"charged".to_owned()), "the attempts in {self:#?}");
        self
    }

    /// Asserts the sessions and the cycle of the subscription.
    pub fn grants(&self, sessions: i64, cycle: &str) -> &Self {
        assert_eq!(
            (self.entitlement.sessions, self.entitlement.cycle.as_str()),
            (sessions, cycle),
            "{self:#?}"
        );
        self
    }

    /// Asserts the states of the payment attempts, in order.
    pub fn attempted(&self, states: &[&str]) -> &Self {
        assert_eq!(self.attempts, states, "{self:#?}");
        self
    }
}
