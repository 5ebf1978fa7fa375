use crate::{
    Cycle, Granularity, Instant, Promotion, QuoteError, Snapshot, Target, after_upgrade, book_renewal, quote,
    renewal_preview,
};

/// Months in an outlook: the term of an annual subscription.
const MONTHS: i64 = 12;

/// An expected charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedCharge {
    /// When it is charged.
    pub at: Instant,
    /// Amount in minor units after the account balance is applied, never negative.
    pub due_minor: i64,
}

/// The expected charges of the next twelve months: the payment for an upgrade, if any, and every renewal before the
/// same day of the next year. The amounts are estimates at the current prices, tax rate and balance.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Outlook, Target};
///
/// // Twelve renewals of 5 x 156.00, from 1 April 2026 to 1 March 2027.
/// let unchanged = Outlook::unchanged(&input.snapshot)?;
/// assert_eq!((unchanged.charges.len(), unchanged.total_minor()), (12, Some(936_000)));
///
/// // 241.55 today, then twelve renewals of 8 x 156.00.
/// let more = Outlook::after(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?;
/// assert_eq!((more.charges.len(), more.total_minor()), (13, Some(1_521_755)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The end of the twelve months, exclusive.
    pub until: Instant,
    /// The charges in chronological order.
    pub charges: Vec<ExpectedCharge>,
}

impl Outlook {
    /// Returns the outlook without an upgrade.
    ///
    /// # Errors
    /// Returns the same errors as [`renewal_preview`].
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// let outlook = billing::Outlook::unchanged(&input.snapshot)?;
    /// assert_eq!(outlook.until.to_string(), "2027-03-16T00:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unchanged(snapshot: &Snapshot) -> Result<Self, QuoteError> {
        // The same as `effective_at` of a quote.
        let from = match snapshot.granularity {
            Granularity::Day => snapshot.as_of.midnight(),
            Granularity::Second => snapshot.as_of,
        };
        let until = year_after(from)?;
        Ok(Self { until, charges: renewals(snapshot.clone(), until)? })
    }

    /// Returns the outlook with an upgrade, including the payment for the upgrade.
    ///
    /// # Errors
    /// Returns the same errors as [`quote`].
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// use billing::{Cycle, Outlook, Target};
    ///
    /// // One payment for the year, 5 x 1,560.00 less 402.58 for March. The renewal is outside the twelve months.
    /// let annual = Outlook::after(&input.snapshot, Target { sessions: 5, cycle: Cycle::Annual }, None)?;
    /// assert_eq!((annual.charges.len(), annual.total_minor()), (1, Some(739_742)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn after(
        snapshot: &Snapshot,
        target: Target,
        promotion: Option<&Promotion>,
    ) -> Result<Self, QuoteError> {
        let quote = quote(snapshot, target, promotion)?;
        let until = year_after(quote.effective_at)?;
        let subscription = after_upgrade(&snapshot.subscription, target, promotion, &quote, "upgrade");
        let upgraded =
            Snapshot { subscription, balance_minor: quote.balance_after_minor, ..snapshot.clone() };
        let mut charges = vec![ExpectedCharge { at: snapshot.as_of, due_minor: quote.amount_due_minor }];
        charges.extend(renewals(upgraded, until)?);
        Ok(Self { until, charges })
    }

    /// Returns the sum of the charges in minor units, or `None` on overflow.
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// // 12 x 780.00
    /// assert_eq!(billing::Outlook::unchanged(&input.snapshot)?.total_minor(), Some(936_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn total_minor(&self) -> Option<i64> {
        self.charges.iter().try_fold(0_i64, |sum, charge| sum.checked_add(charge.due_minor))
    }
}

/// The point at which annual billing has cost no more than monthly billing for the same sessions.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{BreakEven, break_even};
///
/// // Annual for 8 sessions costs 12,480.00 - 402.58 = 12,077.42 today. Monthly costs 241.55 today and 1,248.00 on the
/// // first of each month: 11,473.55 after nine of them, 12,721.55 after ten.
/// let even = break_even(&input.snapshot, 8, None)?;
/// let BreakEven::With { renewals, at } = even else { panic!("{even:?}") };
/// assert_eq!((renewals, at.to_string()), (10, "2027-01-01T00:00:00Z".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakEven {
    /// Annual costs no more from the first day.
    AtOnce,
    /// Annual costs no more once this many monthly renewals would be charged.
    With {
        /// Number of monthly renewals after today.
        renewals: usize,
        /// When the last of them would be charged.
        at: Instant,
    },
    /// Annual costs more for the whole annual term.
    NotWithinTheTerm,
}

/// Compares the cost of annual and monthly billing for `sessions` total sessions.
///
/// The promotion code applies to each side that accepts it.
///
/// # Errors
/// Returns the same errors as [`quote`] for the annual target, and `NothingToUpgrade` if the subscription is already
/// annual.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // 5 sessions, none added: 7,397.42 today against 780.00 a month; 7,020.00 after nine, 7,800.00 after ten.
/// use billing::{BreakEven, break_even};
///
/// assert!(matches!(break_even(&input.snapshot, 5, None)?, BreakEven::With { renewals: 10, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn break_even(
    snapshot: &Snapshot,
    sessions: i64,
    promotion: Option<&Promotion>,
) -> Result<BreakEven, QuoteError> {
    if snapshot.subscription.cycle == Cycle::Annual {
        return Err(QuoteError::NothingToUpgrade);
    }
    let outlook_for = |cycle| {
        let target = Target { sessions, cycle };
        match Outlook::after(snapshot, target, promotion) {
            Err(error) if error.concerns_promotion() => Outlook::after(snapshot, target, None),
            outlook => outlook,
        }
    };
    let annual = outlook_for(Cycle::Annual)?;
    let monthly = match outlook_for(Cycle::Monthly) {
        Err(QuoteError::NothingToUpgrade) => Outlook::unchanged(snapshot),
        outlook => outlook,
    }?;
    let annual_minor = annual.total_minor().ok_or(QuoteError::AmountOverflow)?;

    if annual_minor == 0 {
        // If annual costs nothing, it cannot cost more than monthly at any time.
        return Ok(BreakEven::AtOnce);
    }

    let (mut paid_minor, mut renewals) = (0_i64, 0_usize);
    for charge in &monthly.charges {
        paid_minor = paid_minor.checked_add(charge.due_minor).ok_or(QuoteError::AmountOverflow)?;
        if charge.at > snapshot.as_of {
            renewals = renewals.saturating_add(1);
        }
        if paid_minor >= annual_minor {
            let at = charge.at;
            return Ok(if renewals == 0 { BreakEven::AtOnce } else { BreakEven::With { renewals, at } });
        }
    }
    Ok(BreakEven::NotWithinTheTerm)
}

/// Returns every renewal before `until`, booking each renewal before the next is priced.
fn renewals(mut snapshot: Snapshot, until: Instant) -> Result<Vec<ExpectedCharge>, QuoteError> {
    let mut charges = Vec::new();
    loop {
        let next = renewal_preview(&snapshot)?;
        if next.at >= until {
            return Ok(charges);
        }
        charges.push(ExpectedCharge { at: next.at, due_minor: next.estimated_due_minor });
        let booked = book_renewal(&snapshot, "renewal")?;
        snapshot.subscription = booked.subscription;
        snapshot.balance_minor = booked.balance_after_minor;
        snapshot.as_of = next.at;
    }
}

fn year_after(instant: Instant) -> Result<Instant, QuoteError> {
    instant.checked_add_months(MONTHS).ok_or(QuoteError::AmountOverflow)
}
