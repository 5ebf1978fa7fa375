use crate::Currency;

/// A total settled against the account balance, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settlement {
    /// The amount charged now: 0, or at least the provider's minimum.
    pub due_minor: i64,
    /// The balance after the charge: positive for a credit, negative for a debt on the next invoice.
    pub balance_after_minor: i64,
}

impl Settlement {
    /// Settles a total. The balance is used first. An amount below the charge step or the provider's minimum is carried
    /// to the next invoice. Returns `None` on overflow.
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
    fn amounts_below_the_minimum_are_carried_to_the_next_invoice() {
        assert_eq!(settle(49, 0, 1, "USD"), (0, -49));
        assert_eq!(settle(50, 0, 1, "USD"), (50, 0));
    }

    #[test]
    fn credit_is_used_first_and_the_remainder_kept() {
        assert_eq!(settle(1_000, 400, 1, "USD"), (600, 0));
        assert_eq!(settle(1_000, 1_400, 1, "USD"), (0, 400));
        assert_eq!(settle(-48_310, 0, 1, "USD"), (0, 48_310));
    }

    #[test]
    fn debt_is_added_to_the_charge() {
        assert_eq!(settle(1_000, -250, 1, "USD"), (1_250, 0));
    }

    #[test]
    fn amounts_below_the_charge_step_stay_on_the_balance() {
        assert_eq!(settle(27_842, 0, 10, "KWD"), (27_840, -2));
    }
}
