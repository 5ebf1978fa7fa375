//! The lines of a quote as complete formulas, for pages and receipts.

use std::fmt;

use crate::{BasisPoints, Currency, Granularity, Line, Money, PromotionKind, Segment};

/// A fraction of a period: `units` of `of`, in whole days or seconds.
///
/// ```
/// use billing::{Granularity, Share};
///
/// assert_eq!(Share { units: 16, of: 31, unit: Granularity::Day }.to_string(), "16/31 days");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Units in this share.
    pub units: i64,
    /// Units in the whole period.
    pub of: i64,
    /// The unit of time.
    pub unit: Granularity,
}

/// The earlier payment that a credit refunds in part.
///
/// ```
/// use billing::{Currency, Money, Paid};
///
/// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
/// let paid = Paid { net: usd(78_000), tax: usd(15_600) };
/// assert_eq!(paid.net.checked_add(paid.tax), Some(usd(93_600)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The amount without tax.
    pub net: Money,
    /// The tax on that amount.
    pub tax: Money,
}

/// How a promotion code reduces a charge.
///
/// ```
/// use billing::{BasisPoints, Reduction};
///
/// let Reduction::Percent(rate) = Reduction::Percent(BasisPoints::new(1_500).expect("15 %")) else { unreachable!() };
/// assert_eq!(rate.of(624_000), Some(93_600));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// A percentage of the charge.
    Percent(BasisPoints),
    /// A fixed amount, limited to the charge.
    Fixed(Money),
}

impl Reduction {
    /// Creates a reduction from the terms of a code: `percent_bp` for a percent code, `worth` for a fixed code. Returns
    /// `None` if a percent code has a rate outside 0 to 10,000 basis points.
    ///
    /// ```
    /// use billing::{Currency, Money, PromotionKind, Reduction};
    ///
    /// let fifty = Money::new(5_000, Currency::parse("USD").expect("listed"));
    /// assert_eq!(Reduction::of(PromotionKind::Fixed, 0, fifty), Some(Reduction::Fixed(fifty)));
    /// assert_eq!(Reduction::of(PromotionKind::Percent, 10_001, fifty), None);
    /// ```
    #[must_use]
    pub fn of(kind: PromotionKind, percent_bp: i64, worth: Money) -> Option<Self> {
        match kind {
            PromotionKind::Percent => BasisPoints::new(percent_bp).map(Self::Percent),
            PromotionKind::Fixed => Some(Self::Fixed(worth)),
        }
    }
}

/// One line of a quote with all terms of its formula. The amounts are magnitudes; [`Explanation::total`] is signed.
///
/// ```
/// use billing::{BasisPoints, Currency, Explanation, Money};
///
/// let usd = |minor| Money::new(minor, Currency::parse("USD").expect("listed"));
/// let rate = BasisPoints::new(1_000).expect("10 %");
/// let tax = Explanation::Tax { rate, base: usd(530_400), amount: usd(53_040) };
/// assert_eq!(tax.to_string(), "10 % of USD 5304.00 = USD 530.40");
/// assert_eq!(tax.total(), Some(usd(53_040)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// `sessions x unit_price x share`: sessions added for the rest of the period.
    AddedSessions {
        /// Sessions added.
        sessions: i64,
        /// Price of one session for the whole period.
        unit_price: Money,
        /// Remaining share of the period.
        share: Share,
        /// The charge.
        amount: Money,
    },
    /// `sessions x unit_price`: all sessions for a new annual period.
    NewPeriod {
        /// Sessions after the upgrade.
        sessions: i64,
        /// Price of one session for the period.
        unit_price: Money,
        /// The charge.
        amount: Money,
    },
    /// `paid x share`, for the net amount and the tax: a credit for the unused part of an earlier charge.
    Credit {
        /// The earlier payment; `None` if the evidence does not include it.
        paid: Option<Paid>,
        /// Unused share of the earlier charge.
        share: Share,
        /// The net amount credited.
        amount: Money,
        /// The tax credited.
        tax: Money,
    },
    /// The discount of a promotion code on `base`.
    Discount {
        /// The code.
        code: String,
        /// How the code reduces the charge; `None` if the evidence does not include it.
        reduction: Option<Reduction>,
        /// The charge before the discount.
        base: Money,
        /// The discount.
        amount: Money,
    },
    /// `rate of base`.
    Tax {
        /// The tax rate.
        rate: BasisPoints,
        /// The charge after the discount.
        base: Money,
        /// The tax.
        amount: Money,
    },
}

/// Data for [`explain`] that the lines of a quote do not contain.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Currency, Cycle, Evidence, Target, explain, quote};
///
/// let quote = quote(&input.snapshot, Target { sessions: 5, cycle: Cycle::Annual }, None)?;
/// let usd = Currency::parse("USD").expect("listed");
/// let segments = &input.snapshot.subscription.segments;
/// let lines = explain(&quote.lines, usd, Evidence { new_period: true, segments, reduction: None });
/// let text: Vec<_> = lines.expect("a quote of this engine").iter().map(ToString::to_string).collect();
/// assert_eq!(text, ["5 sessions x USD 1560.00 = USD 7800.00", "USD 780.00 paid x 16/31 days = USD 402.58"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// Whether the upgrade starts a new annual period.
    pub new_period: bool,
    /// The paid charges of the current period before the upgrade.
    pub segments: &'a [Segment],
    /// How the applied promotion code reduces the charge.
    pub reduction: Option<Reduction>,
}

/// Explains every line of a quote or receipt, in order.
///
/// Returns `None` if an amount cannot be negated or a tax rate is outside 0 to 10,000 basis points. Quotes of this
/// engine contain neither.
///
/// ```
/// use billing::{Currency, Cycle, Evidence, QuoteInput, Target, explain, quote};
///
/// let input: QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// let quote = quote(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?;
/// let usd = Currency::parse("USD").expect("listed");
///
/// let lines = explain(&quote.lines, usd, Evidence::default()).expect("a quote of this engine");
/// assert_eq!(lines[0].to_string(), "3 sessions x USD 156.00 x 16/31 days = USD 241.55");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn explain(lines: &[Line], currency: Currency, evidence: Evidence<'_>) -> Option<Vec<Explanation>> {
    let charge_minor = lines.first().map_or(0, Line::total_minor);
    lines.iter().map(|line| explain_line(line, charge_minor, currency, evidence)).collect()
}

fn explain_line(
    line: &Line,
    charge_minor: i64,
    currency: Currency,
    evidence: Evidence<'_>,
) -> Option<Explanation> {
    let money = |minor: i64| Money::new(minor, currency);
    let magnitude = |minor: i64| minor.checked_neg().map(money);
    Some(match *line {
        Line::Charge { sessions, unit_price_minor, amount_minor, .. } if evidence.new_period => {
            Explanation::NewPeriod {
                sessions,
                unit_price: money(unit_price_minor),
                amount: money(amount_minor),
            }
        }
        Line::Charge { sessions, unit_price_minor, units, of, from, to, amount_minor } => {
            Explanation::AddedSessions {
                sessions,
                unit_price: money(unit_price_minor),
                share: Share { units, of, unit: unit(units, to.seconds_since(from)) },
                amount: money(amount_minor),
            }
        }
        Line::Credit { ref segment, units, of, from, to, amount_minor, tax_minor } => {
            let paid = evidence.segments.iter().find(|paid| paid.id == *segment);
            Explanation::Credit {
                paid: paid.map(|paid| Paid { net: money(paid.net_minor), tax: money(paid.tax_minor) }),
                share: Share { units, of, unit: unit(units, to.seconds_since(from)) },
                amount: magnitude(amount_minor)?,
                tax: magnitude(tax_minor)?,
            }
        }
        Line::Discount { ref code, amount_minor } => Explanation::Discount {
            code: code.clone(),
            reduction: evidence.reduction,
            base: money(charge_minor),
            amount: magnitude(amount_minor)?,
        },
        Line::Tax { rate_bp, base_minor, amount_minor } => Explanation::Tax {
            rate: BasisPoints::new(rate_bp)?,
            base: money(base_minor),
            amount: money(amount_minor),
        },
    })
}

/// Derives the unit of a line from the number of units and the length of time they cover.
const fn unit(units: i64, seconds: i64) -> Granularity {
    if units == seconds { Granularity::Second } else { Granularity::Day }
}

impl Explanation {
    /// Returns the signed amount that the line adds to the total. Credits, including their tax, and discounts are
    /// negative. Returns `None` on overflow.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        match self {
            Self::AddedSessions { amount, .. }
            | Self::NewPeriod { amount, .. }
            | Self::Tax { amount, .. } => Some(*amount),
            Self::Credit { amount, tax, .. } => amount.checked_add(*tax)?.checked_neg(),
            Self::Discount { amount, .. } => amount.checked_neg(),
        }
    }
}

/// Formats the share, for example `16/31 days`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { units, of, unit } = self;
        let plural = if *of == 1 { "" } else { "s" };
        write!(f, "{units}/{of} {}{plural}", unit.as_str())
    }
}

/// Formats the complete formula as plain text, so that a reader can recompute the amount.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddedSessions { sessions, unit_price, share, amount } => {
                write!(f, "{} x {unit_price} x {share} = {amount}", Sessions(*sessions))
            }
            Self::NewPeriod { sessions, unit_price, amount } => {
                write!(f, "{} x {unit_price} = {amount}", Sessions(*sessions))
            }
            Self::Credit { paid: Some(Paid { net, tax: tax_paid }), share, amount, tax } => {
                write!(f, "{net} paid x {share} = {amount}")?;
                if tax_paid.minor() == 0 {
                    Ok(())
                } else {
                    write!(f, "; {tax_paid} tax paid x {share} = {tax}")
                }
            }
            Self::Credit { paid: None, share, amount, tax } => {
                write!(f, "{share} unused = {amount}")?;
                if tax.minor() == 0 { Ok(()) } else { write!(f, "; tax = {tax}") }
            }
            Self::Discount { reduction: Some(Reduction::Percent(rate)), base, amount, .. } => {
                write!(f, "{rate} of {base} = {amount}")
            }
            Self::Discount { reduction: Some(Reduction::Fixed(worth)), base, amount, .. } => {
                write!(f, "{worth}, at most {base} = {amount}")
            }
            Self::Discount { reduction: None, code, amount, .. } => write!(f, "{code} = {amount}"),
            Self::Tax { rate, base, amount } => write!(f, "{rate} of {base} = {amount}"),
        }
    }
}

struct Sessions(i64);

impl fmt::Display for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} session{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    fn usd() -> Currency {
        Currency::parse("USD").expect("listed")
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("an instant")
    }

    /// Returns the formulas of lines as text.
    fn texts(lines: &[Line], evidence: Evidence<'_>) -> Vec<String> {
        explain(lines, usd(), evidence).expect("no overflow").iter().map(ToString::to_string).collect()
    }

    fn charge(sessions: i64, units: i64, of: i64, (from, to): (&str, &str), amount_minor: i64) -> Line {
        let (from, to) = (at(from), at(to));
        Line::Charge { sessions, unit_price_minor: 15_600, units, of, from, to, amount_minor }
    }

    #[test]
    fn new_period_formula_has_no_share() {
        let year = [charge(1, 365, 365, ("2026-03-16T00:00:00Z", "2027-03-16T00:00:00Z"), 15_600)];

        let new_period = Evidence { new_period: true, ..Evidence::default() };
        assert_eq!(texts(&year, new_period), ["1 session x USD 156.00 = USD 156.00"]);
        assert_eq!(texts(&year, Evidence::default()), ["1 session x USD 156.00 x 365/365 days = USD 156.00"]);
    }

    #[test]
    fn share_unit_follows_from_the_length_of_time() {
        let seconds = [charge(2, 1, 2_678_400, ("2026-03-31T23:59:59Z", "2026-04-01T00:00:00Z"), 0)];
        let one_day = [charge(2, 1, 1, ("2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"), 31_200)];

        let none = Evidence::default();
        assert_eq!(texts(&seconds, none), ["2 sessions x USD 156.00 x 1/2678400 seconds = USD 0.00"]);
        assert_eq!(texts(&one_day, none), ["2 sessions x USD 156.00 x 1/1 day = USD 312.00"]);
    }

    #[test]
    fn credit_formula_shows_the_payment_and_its_tax() {
        // Example E9 of the specification: 780.00 and 156.00 tax for March, 16 of 31 days unused
        let (from, to) = (at("2026-03-16T00:00:00Z"), at("2026-04-01T00:00:00Z"));
        let credit = |tax_minor| Line::Credit {
            segment: "s1".into(),
            units: 16,
            of: 31,
            from,
            to,
            amount_minor: -40_258,
            tax_minor,
        };
        let paid = |tax_minor| {
            [Segment { id: "s1".into(), net_minor: 78_000, tax_minor, from: at("2026-03-01T00:00:00Z"), to }]
        };
        let with = |tax_minor, segments: &[Segment]| {
            texts(&[credit(tax_minor)], Evidence { segments, ..Evidence::default() })
        };

        assert_eq!(
            with(-8_052, &paid(15_600)),
            ["USD 780.00 paid x 16/31 days = USD 402.58; USD 156.00 tax paid x 16/31 days = USD 80.52"]
        );
        assert_eq!(with(0, &paid(0)), ["USD 780.00 paid x 16/31 days = USD 402.58"]);
        assert_eq!(with(-8_052, &[]), ["16/31 days unused = USD 402.58; tax = USD 80.52"]);
        assert_eq!(with(0, &[]), ["16/31 days unused = USD 402.58"]);
    }

    #[test]
    fn discount_formula_shows_the_rate_or_the_limit() {
        let charge = charge(1, 1, 31, ("2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"), 503);
        let discount = |amount_minor| Line::Discount { code: "TAKE50".to_owned(), amount_minor };
        let code = |kind, percent_bp, worth_minor| {
            let reduction = Reduction::of(kind, percent_bp, Money::new(worth_minor, usd()));
            assert!(reduction.is_some());
            reduction
        };
        let second = |lines: [Line; 2], reduction: Option<Reduction>| {
            let lines =
                explain(&lines, usd(), Evidence { reduction, ..Evidence::default() }).expect("no overflow");
            (lines[1].to_string(), lines[1].total().map(Money::minor))
        };

        // E10: 50.00 off 5.03
        let fixed = code(PromotionKind::Fixed, 0, 5_000);
        assert_eq!(
            second([charge.clone(), discount(-503)], fixed),
            ("USD 50.00, at most USD 5.03 = USD 5.03".to_owned(), Some(-503))
        );
        let percent = code(PromotionKind::Percent, 1_250, 0);
        assert_eq!(
            second([charge.clone(), discount(-63)], percent),
            ("12.5 % of USD 5.03 = USD 0.63".to_owned(), Some(-63))
        );
        assert_eq!(second([charge, discount(-503)], None), ("TAKE50 = USD 5.03".to_owned(), Some(-503)));
    }

    #[test]
    fn invalid_amounts_and_rates_are_not_explained() {
        let discount = Line::Discount { code: "ANY".to_owned(), amount_minor: i64::MIN };
        assert_eq!(explain(&[discount], usd(), Evidence::default()), None);
        let tax = Line::Tax { rate_bp: 10_001, base_minor: 0, amount_minor: 0 };
        assert_eq!(explain(&[tax], usd(), Evidence::default()), None);
    }
}
