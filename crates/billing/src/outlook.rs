use crate::{
    Cycle, Granularity, Instant, Promotion, QuoteError, Snapshot, Target, after_upgrade, book_renewal, quote,
    renewal_preview,
};

/// Months an outlook looks ahead: the term of an annual subscription.
const MONTHS: i64 = 12;

/// A charge that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// When it is charged.
    pub at: Instant,
    /// Minor units, what is left after the account balance; never negative.
    pub due_minor: i64,
}

/// What is charged within the next twelve months: today's payment, if there is one, and every renewal before the same
/// day of the next year. An estimate at today's prices, tax and balance, like every renewal before its day.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Outlook, Target};
///
/// // Twelve renewals of 5 x 156.00, from 1 April 2026 to 1 March 2027.
/// let unchanged = Outlook::unchanged(&input.snapshot)?;
/// assert_eq!((unchanged.payments.len(), unchanged.total_minor()), (12, Some(936_000)));
///
/// // 241.55 today, then twelve renewals of 8 x 156.00.
/// let more = Outlook::after(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?;
/// assert_eq!((more.payments.len(), more.total_minor()), (13, Some(1_521_755)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The first instant that no longer counts.
    pub until: Instant,
    /// In the order of their days.
    pub payments: Vec<Payment>,
}

impl Outlook {
    /// The outlook of a subscription that is left as it is.
    ///
    /// # Errors
    /// As [`renewal_preview`].
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// let outlook = billing::Outlook::unchanged(&input.snapshot)?;
    /// assert_eq!(outlook.until.to_string(), "2027-03-16T00:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unchanged(snapshot: &Snapshot) -> Result<Self, QuoteError> {
        // What a quote would call its effective instant.
        let from = match snapshot.granularity {
            Granularity::Day => snapshot.as_of.midnight(),
            Granularity::Second => snapshot.as_of,
        };
        let until = year_after(from)?;
        Ok(Self { until, payments: renewals(snapshot.clone(), until)? })
    }

    /// The outlook after an upgrade, with its payment of today.
    ///
    /// # Errors
    /// As [`quote`].
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// use billing::{Cycle, Outlook, Target};
    ///
    /// // A new year is paid once: 5 x 1,560.00 less 402.58 of March, and renewed after the twelve months.
    /// let annual = Outlook::after(&input.snapshot, Target { sessions: 5, cycle: Cycle::Annual }, None)?;
    /// assert_eq!((annual.payments.len(), annual.total_minor()), (1, Some(739_742)));
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
        let mut payments = vec![Payment { at: snapshot.as_of, due_minor: quote.amount_due_minor }];
        payments.extend(renewals(upgraded, until)?);
        Ok(Self { until, payments })
    }

    /// The sum of the payments; `None` where it is beyond an `i64`.
    ///
    /// ```
    /// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
    /// // 12 x 780.00
    /// assert_eq!(billing::Outlook::unchanged(&input.snapshot)?.total_minor(), Some(936_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn total_minor(&self) -> Option<i64> {
        self.payments.iter().try_fold(0_i64, |sum, payment| sum.checked_add(payment.due_minor))
    }
}

/// When going annual has cost no more than staying monthly with the same sessions.
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
    /// Annual costs no more from its first day.
    AtOnce,
    /// With the monthly renewal of an instant, the so-many-th after today.
    With {
        /// How many monthly renewals it takes.
        renewals: usize,
        /// When the last of them would be charged.
        at: Instant,
    },
    /// Not before the annual term ends.
    NotWithinTheTerm,
}

/// When going annual with so many sessions in all has cost no more than having them monthly.
///
/// Both ways take the code where it is valid for them; a code that only one of them accepts counts for that one.
///
/// # Errors
/// As [`quote`] for the annual order; `NothingToUpgrade` on a subscription that is annual already.
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
    let code_where_valid = |cycle| {
        let target = Target { sessions, cycle };
        match Outlook::after(snapshot, target, promotion) {
            Err(error) if error.concerns_promotion() => Outlook::after(snapshot, target, None),
            outlook => outlook,
        }
    };
    let annual = code_where_valid(Cycle::Annual)?;
    let monthly = match code_where_valid(Cycle::Monthly) {
        Err(QuoteError::NothingToUpgrade) => Outlook::unchanged(snapshot),
        outlook => outlook,
    }?;
    let annual_minor = annual.total_minor().ok_or(QuoteError::AmountOverflow)?;

    if annual_minor == 0 {
        // What is paid for without a payment costs no more than anything, today included.
        return Ok(BreakEven::AtOnce);
    }

    let (mut paid_minor, mut renewals) = (0_i64, 0_usize);
    for payment in &monthly.payments {
        paid_minor = paid_minor.checked_add(payment.due_minor).ok_or(QuoteError::AmountOverflow)?;
        if payment.at > snapshot.as_of {
            renewals = renewals.saturating_add(1);
        }
        if paid_minor >= annual_minor {
            let at = payment.at;
            return Ok(if renewals == 0 { BreakEven::AtOnce } else { BreakEven::With { renewals, at } });
        }
    }
    Ok(BreakEven::NotWithinTheTerm)
}

/// Every renewal before an instant, booked one after another.
fn renewals(mut snapshot: Snapshot, until: Instant) -> Result<Vec<Payment>, QuoteError> {
    let mut payments = Vec::new();
    loop {
        let next = renewal_preview(&snapshot)?;
        if next.at >= until {
            return Ok(payments);
        }
        payments.push(Payment { at: next.at, due_minor: next.estimated_due_minor });
        let booked = book_renewal(&snapshot, "renewal")?;
        snapshot.subscription = booked.subscription;
        snapshot.balance_minor = booked.balance_after_minor;
        snapshot.as_of = next.at;
    }
}

fn year_after(instant: Instant) -> Result<Instant, QuoteError> {
    instant.checked_add_months(MONTHS).ok_or(QuoteError::AmountOverflow)
}
