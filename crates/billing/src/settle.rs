use crate::Currency;

/// How a total is settled against the account balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settlement {
    /// What is charged now: 0, or at least the provider's minimum.
    pub due_minor: i64,
    /// The balance afterwards: above 0 a credit, below 0 owed on the next invoice.
    pub balance_after_minor: i64,
}

impl Settlement {
    /// Uses the balance first; what is below the charge step or the provider's minimum is carried, never waived.
    /// `None` on overflow.
    pub(crate) fn of(
        total_minor: i64,
        balance_minor: i64,
        step_minor: i64,
        currency: Currency,
    ) -> Option<Self> {
        let owed = total_minor.checked_sub(balance_minor)?;
        let payable = owed.max(0).checked_sub(owed.max(0).checked_rem(step_minor)?)?;
        let due_minor = if payable >= currency.min_charge_minor().max(1) { payable } else { 0 };
        Some(Self { due_minor, balance_after_minor: due_minor.checked_sub(owed)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(total: i64, balance: i64, step: i64, code: &str) -> (i64, i64) {
        let currency = Currency::parse(code).expect("listed");
        let settlement = Settlement::of(total, balance, step, currency).expect("small numbers");
        (settlement.due_minor, settlement.balance_after_minor)
    }

    #[test]
    fn below_the_minimum_is_owed_on_the_next_invoice() {
        assert_eq!(settle(49, 0, 1, "USD"), (0, -49));
        assert_eq!(settle(50, 0, 1, "USD"), (50, 0));
    }

    #[test]
    fn a_credit_is_used_first_and_its_rest_kept() {
        assert_eq!(settle(1_000, 400, 1, "USD"), (600, 0));
        assert_eq!(settle(1_000, 1_400, 1, "USD"), (0, 400));
        assert_eq!(settle(-48_310, 0, 1, "USD"), (0, 48_310));
    }

    #[test]
    fn a_debt_is_charged_along() {
        assert_eq!(settle(1_000, -250, 1, "USD"), (1_250, 0));
    }

    #[test]
    fn what_is_below_the_step_stays_on_the_balance() {
        assert_eq!(settle(27_842, 0, 10, "KWD"), (27_840, -2));
    }
}
