use super::{gateway_log::Charge, ledger::Entitlement};

/// What both books say about one organization's upgrades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub entitlement: Entitlement,
    /// How each attempt to pay ended.
    pub attempts: Vec<String>,
    /// The receipts given, in minor units.
    pub receipts: Vec<i64>,
    /// The cash booked, in minor units.
    pub cash: Vec<i64>,
    /// The charges that succeeded at the gateway.
    pub charges: Vec<Charge>,
}

impl Outcome {
    /// Whether the books agree that exactly this was paid, once, in a single charged attempt beside any others that moved nothing.
    ///
    /// # Panics
    /// When they do not; the message shows both books.
    pub fn is_paid_once(&self, amount_minor: i64, currency: &str) -> &Self {
        assert_eq!(self.charges, [Charge::of(amount_minor, currency)], "the gateway's charges in {self:#?}");
        assert_eq!(self.receipts, [amount_minor], "the receipts in {self:#?}");
        assert_eq!(self.cash, [amount_minor], "the cash booked in {self:#?}");
        let charged = self.attempts.iter().filter(|state| *state == "charged").count();
        assert_eq!(charged, 1, "the charged attempts in {self:#?}");
        self
    }

    /// Whether the books agree that nothing was paid.
    ///
    /// # Panics
    /// When something was.
    pub fn is_unpaid(&self) -> &Self {
        assert_eq!(self.charges, [], "the gateway's charges in {self:#?}");
        assert_eq!(self.receipts, [0_i64; 0], "the receipts in {self:#?}");
        assert_eq!(self.cash, [0_i64; 0], "the cash booked in {self:#?}");
        assert!(!self.attempts.contains(&"charged".to_owned()), "the attempts in {self:#?}");
        self
    }

    /// Whether the organization now has these sessions on this cycle.
    ///
    /// # Panics
    /// When it has not.
    pub fn grants(&self, sessions: i64, cycle: &str) -> &Self {
        assert_eq!(
            (self.entitlement.sessions, self.entitlement.cycle.as_str()),
            (sessions, cycle),
            "{self:#?}"
        );
        self
    }

    /// Whether the attempts ended in these states, in this order.
    ///
    /// # Panics
    /// When they did not.
    pub fn attempted(&self, states: &[&str]) -> &Self {
        assert_eq!(self.attempts, states, "{self:#?}");
        self
    }
}
