use serde::{Deserialize, Serialize};

use crate::{
    BasisPoints, Instant, Line, Promotion, QuoteError, Renewal, Segment, Snapshot, Target,
    rounding::{rounded_part, rounded_share},
    settle::Settlement,
    terms::{MAX_AMOUNT_MINOR, QUOTE_LIFETIME_SECONDS, Terms, Upgrade},
};

/// The savings of annual over monthly billing in twelve months, at list price before promotion code and tax.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // 8 sessions: 12 x 156.00 x 8 = 14,976.00 against 1,560.00 x 8 = 12,480.00 a year
/// use billing::{Cycle, Target, quote};
///
/// let savings = quote(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?.savings;
/// assert_eq!((savings.amount_minor, savings.bp), (249_600, 1_666));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Savings {
    /// Savings in minor units, never negative.
    pub amount_minor: i64,
    /// Savings in basis points of twelve monthly payments, rounded down so as not to overstate them.
    pub bp: i64,
}

/// A priced upgrade. The page, the request, the ledger and the receipt all use this calculation.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Line, Target, quote};
///
/// let quote = quote(&input.snapshot, Target { sessions: 5, cycle: Cycle::Annual }, None)?;
/// // 5 x 1,560.00, less 16 of 31 days of the 780.00 paid for March
/// assert_eq!((quote.charge_minor, quote.credit_minor, quote.amount_due_minor), (780_000, 40_258, 739_742));
/// assert_eq!(quote.lines.iter().map(Line::total_minor).sum::<i64>(), quote.total_minor);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quote {
    /// When the upgrade takes effect: the instant of the quote, rounded down to the plan's unit of time.
    pub effective_at: Instant,
    /// Start of the period after the upgrade.
    pub period_start: Instant,
    /// End of the period after the upgrade.
    pub period_end: Instant,
    /// The anchor of the billing cycle after the upgrade.
    pub anchor: Instant,
    /// The lines in this order: charge, credits, discount, tax.
    pub lines: Vec<Line>,
    /// The charge in minor units.
    pub charge_minor: i64,
    /// The discount in minor units, as a magnitude.
    pub discount_minor: i64,
    /// Tax on the charge after the discount, in minor units.
    pub tax_minor: i64,
    /// The sum of the net credits in minor units, as a magnitude.
    pub credit_minor: i64,
    /// The tax credited with them in minor units, as a magnitude.
    pub credit_tax_minor: i64,
    /// The sum of the lines in minor units, which may be negative.
    pub total_minor: i64,
    /// The amount charged now in minor units, never negative.
    pub amount_due_minor: i64,
    /// The account balance after the charge in minor units: positive for a credit, negative for a debt.
    pub balance_after_minor: i64,
    /// The estimated next renewal.
    pub renewal: Renewal,
    /// The savings of annual billing.
    pub savings: Savings,
    /// When a sealed quote expires.
    pub quote_expires_at: Instant,
}

/// The billing period after an upgrade.
struct PeriodAfter {
    start: Instant,
    end: Instant,
    anchor: Instant,
}

/// Prices an upgrade.
///
/// Implements `proration/1`. Added sessions are one charge line for the difference. A change to annual starts a new
/// period and credits the unused part of what was actually paid. The promotion code applies only to the charge, tax
/// applies to the discounted charge, and the account balance is applied last.
///
/// # Errors
/// Returns the first [`QuoteError`] that applies, in the order of its variants. There is one exception: a segment that
/// starts after the effective instant is `InvalidInput`, but is checked after the target.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, QuoteError, Target, quote};
///
/// let order = |sessions, cycle| quote(&input.snapshot, Target { sessions, cycle }, None);
/// // 3 x 156.00 x 16 of 31 days
/// assert_eq!(order(8, Cycle::Monthly)?.amount_due_minor, 24_155);
/// assert_eq!(order(4, Cycle::Monthly), Err(QuoteError::SessionsDecreaseNotAllowed));
/// assert_eq!(order(5, Cycle::Monthly), Err(QuoteError::NothingToUpgrade));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quote(
    snapshot: &Snapshot,
    target: Target,
    promotion: Option<&Promotion>,
) -> Result<Quote, QuoteError> {
    let terms = Terms::new(snapshot, target, promotion)?;
    price(&terms).ok_or(QuoteError::AmountOverflow)
}

fn price(terms: &Terms<'_>) -> Option<Quote> {
    let (period, charge) = charge_line(terms)?;
    let charge_minor = charge.total_minor();
    let credited: &[Segment] =
        if terms.upgrade == Upgrade::GoAnnual { &terms.subscription.segments } else { &[] };
    // At most three lines besides the credits: charge, discount and tax.
    let mut lines = Vec::with_capacity(credited.len().saturating_add(3));
    lines.push(charge);

    let (mut credit_minor, mut credit_tax_minor) = (0_i64, 0_i64);
    for segment in credited {
        let (line, net, tax) = credit_line(terms, segment)?;
        credit_minor = credit_minor.checked_add(net)?;
        credit_tax_minor = credit_tax_minor.checked_add(tax)?;
        lines.push(line);
    }

    let discount_minor = terms.promotion.map_or(Some(0), |promotion| promotion.discount(charge_minor))?;
    if let Some(promotion) = terms.promotion {
        lines.push(Line::Discount {
            code: promotion.code.clone(),
            amount_minor: discount_minor.checked_neg()?,
        });
    }

    let base_minor = charge_minor.checked_sub(discount_minor)?;
    let tax_minor = terms.tax.of(base_minor)?;
    if terms.tax > BasisPoints::ZERO {
        lines.push(Line::Tax { rate_bp: terms.tax.get(), base_minor, amount_minor: tax_minor });
    }

    let total_minor =
        base_minor.checked_add(tax_minor)?.checked_sub(credit_minor)?.checked_sub(credit_tax_minor)?;
    let settlement =
        Settlement::of(total_minor, terms.balance_minor, terms.charge_step_minor, terms.currency)?;
    let renewal = Renewal::after(terms, period.end, settlement.balance_after_minor)?;
    let (monthly_year, annual_year) = year_at_list_price(terms)?;

    let limited = [
        charge_minor,
        credit_minor,
        total_minor,
        settlement.balance_after_minor,
        renewal.list_minor,
        monthly_year,
        annual_year,
    ];
    if limited.iter().any(|amount| !(-MAX_AMOUNT_MINOR..=MAX_AMOUNT_MINOR).contains(amount)) {
        return None;
    }

    Some(Quote {
        effective_at: terms.effective_at,
        period_start: period.start,
        period_end: period.end,
        anchor: period.anchor,
        lines,
        charge_minor,
        discount_minor,
        tax_minor,
        credit_minor,
        credit_tax_minor,
        total_minor,
        amount_due_minor: settlement.due_minor,
        balance_after_minor: settlement.balance_after_minor,
        renewal,
        savings: savings(monthly_year, annual_year)?,
        quote_expires_at: terms.as_of.checked_add_seconds(QUOTE_LIFETIME_SECONDS)?.min(terms.period.end()),
    })
}

fn charge_line(terms: &Terms<'_>) -> Option<(PeriodAfter, Line)> {
    let Terms { granularity, effective_at, sessions, subscription, .. } = *terms;
    match terms.upgrade {
        Upgrade::AddSessions { added } => {
            let unit_price_minor = subscription.unit_price_minor;
            let units = crate::Period::new(effective_at, terms.period.end())?.units(granularity);
            let of = terms.period.units(granularity);
            let line = Line::Charge {
                sessions: added.get(),
                unit_price_minor,
                units,
                of,
                from: effective_at,
                to: terms.period.end(),
                amount_minor: rounded_share(added.get(), unit_price_minor, units, of)?,
            };
            let period = PeriodAfter {
                start: terms.period.start(),
                end: terms.period.end(),
                anchor: subscription.anchor,
            };
            Some((period, line))
        }
        Upgrade::GoAnnual => {
            let end = effective_at.checked_add_months(crate::Cycle::Annual.months())?;
            let units = crate::Period::new(effective_at, end)?.units(granularity);
            let line = Line::Charge {
                sessions: sessions.get(),
                unit_price_minor: terms.prices.annual,
                units,
                of: units,
                from: effective_at,
                to: end,
                amount_minor: sessions.get().checked_mul(terms.prices.annual)?,
            };
            Some((PeriodAfter { start: effective_at, end, anchor: effective_at }, line))
        }
    }
}

/// Returns the credit line of a segment, and the magnitudes of its net amount and tax.
fn credit_line(terms: &Terms<'_>, segment: &Segment) -> Option<(Line, i64, i64)> {
    let units = crate::Period::new(terms.effective_at, segment.to)?.units(terms.granularity);
    let of = crate::Period::new(segment.from, segment.to)?.units(terms.granularity);
    let net = rounded_part(segment.net_minor, units, of)?;
    let tax = rounded_part(segment.tax_minor, units, of)?;
    let line = Line::Credit {
        segment: segment.id.clone(),
        units,
        of,
        from: terms.effective_at,
        to: segment.to,
        amount_minor: net.checked_neg()?,
        tax_minor: tax.checked_neg()?,
    };
    Some((line, net, tax))
}

/// Returns the list price of twelve months for the target sessions: with monthly billing and with annual billing.
fn year_at_list_price(terms: &Terms<'_>) -> Option<(i64, i64)> {
    let sessions = terms.sessions.get();
    Some((
        terms.prices.monthly.checked_mul(12)?.checked_mul(sessions)?,
        terms.prices.annual.checked_mul(sessions)?,
    ))
}

fn savings(monthly_year: i64, annual_year: i64) -> Option<Savings> {
    let amount_minor = monthly_year.checked_sub(annual_year)?.max(0);
    // 10^4 x 1.2 x 10^15 does not fit in an i64.
    let bp = i128::from(amount_minor).checked_mul(10_000)?.checked_div(i128::from(monthly_year)).unwrap_or(0);
    Some(Savings { amount_minor, bp: i64::try_from(bp).ok()? })
}
