use serde::{Deserialize, Serialize};

use crate::{
    BasisPoints, Currency, Instant, QuoteError, RenewalDiscount, Segment, Snapshot, SubscriptionTerms,
    boundary_after,
    settle::Settlement,
    terms::{MAX_AMOUNT_MINOR, MAX_PRICE_MINOR, Terms, currency_of, is_well_formed},
};

/// The price of a renewal. It is an estimate until the renewal is due, because list price, tax rate and balance can
/// change.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::renewal_preview;
///
/// let renewal = renewal_preview(&input.snapshot)?;
/// assert_eq!(renewal.list_minor - renewal.discount_minor + renewal.tax_minor, renewal.total_minor);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Renewal {
    /// When the renewal is due.
    pub at: Instant,
    /// List price of all sessions, in minor units.
    pub list_minor: i64,
    /// The discount of a promotion code in minor units, as a magnitude.
    pub discount_minor: i64,
    /// Tax on the discounted list price, in minor units.
    pub tax_minor: i64,
    /// List price less discount plus tax, in minor units.
    pub total_minor: i64,
    /// The amount charged after the account balance is applied, in minor units.
    pub estimated_due_minor: i64,
}

/// A booked renewal and the resulting subscription and balance.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::book_renewal;
///
/// let booking = book_renewal(&input.snapshot, "r1")?;
/// assert_eq!(booking.renewal.at, booking.subscription.period_start);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalBooking {
    /// The price of the renewal.
    pub renewal: Renewal,
    /// The subscription in the next period.
    pub subscription: SubscriptionTerms,
    /// The account balance after the renewal, in minor units.
    pub balance_after_minor: i64,
}

struct Price {
    list_minor: i64,
    discount: BasisPoints,
    tax: BasisPoints,
    step_minor: i64,
    currency: Currency,
}

impl Renewal {
    /// Prices the first renewal after an upgrade.
    pub(crate) fn after(terms: &Terms<'_>, at: Instant, balance_minor: i64) -> Option<Self> {
        let existing = terms
            .subscription
            .renewal_discount
            .filter(|discount| discount.left >= 1 && terms.cycle == terms.subscription.cycle);
        let discount = terms.promotion.and_then(crate::Promotion::renewal_discount).or(existing);
        let price = Price {
            list_minor: terms.sessions.get().checked_mul(terms.prices.of(terms.cycle))?,
            discount: rate_of(discount)?,
            tax: terms.tax,
            step_minor: terms.charge_step_minor,
            currency: terms.currency,
        };
        price.settle(at, balance_minor).map(|(renewal, _)| renewal)
    }
}

fn rate_of(discount: Option<RenewalDiscount>) -> Option<BasisPoints> {
    discount.map_or(Some(BasisPoints::ZERO), |discount| BasisPoints::new(discount.percent_bp))
}

impl Price {
    /// Returns the renewal and the account balance after it.
    fn settle(&self, at: Instant, balance_minor: i64) -> Option<(Renewal, i64)> {
        let discount_minor = self.discount.of(self.list_minor)?;
        let net_minor = self.list_minor.checked_sub(discount_minor)?;
        let tax_minor = self.tax.of(net_minor)?;
        let total_minor = net_minor.checked_add(tax_minor)?;
        let settlement = Settlement::of(total_minor, balance_minor, self.step_minor, self.currency)?;
        let renewal = Renewal {
            at,
            list_minor: self.list_minor,
            discount_minor,
            tax_minor,
            total_minor,
            estimated_due_minor: settlement.due_minor,
        };
        Some((renewal, settlement.balance_after_minor))
    }
}

/// Returns the price of the next renewal if nothing changes before it.
///
/// # Errors
/// Returns `InvalidInput`, `UnknownCurrency`, `PriceOutOfRange` or `AmountOverflow` in the same cases as
/// [`crate::quote`].
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// // 5 x 156.00 on 1 April
/// let renewal = billing::renewal_preview(&input.snapshot)?;
/// assert_eq!((renewal.estimated_due_minor, renewal.at.to_string()), (78_000, "2026-04-01T00:00:00Z".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn renewal_preview(snapshot: &Snapshot) -> Result<Renewal, QuoteError> {
    due_renewal(snapshot).map(|(renewal, _)| renewal)
}

/// Books the renewal that is due at the end of the snapshot's period.
///
/// The next period has the current list price and one paid segment. The booking uses up one renewal of a renewal
/// discount and settles the account balance.
///
/// # Errors
/// Returns the same errors as [`renewal_preview`].
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// let booking = billing::book_renewal(&input.snapshot, "r1")?;
/// assert_eq!(booking.subscription.period_end.to_string(), "2026-05-01T00:00:00Z");
/// assert_eq!(booking.subscription.segments.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn book_renewal(snapshot: &Snapshot, segment_id: &str) -> Result<RenewalBooking, QuoteError> {
    let (renewal, balance_after_minor) = due_renewal(snapshot)?;
    let now = &snapshot.subscription;
    let book = || {
        let to = boundary_after(now.anchor, now.cycle, renewal.at)?;
        let left = now.renewal_discount.and_then(|discount| {
            let left = discount.left.checked_sub(1).filter(|left| *left > 0)?;
            Some(RenewalDiscount { left, ..discount })
        });
        let segment = Segment {
            id: segment_id.into(),
            net_minor: renewal.list_minor.checked_sub(renewal.discount_minor)?,
            tax_minor: renewal.tax_minor,
            from: renewal.at,
            to,
        };
        Some(SubscriptionTerms {
            cycle: now.cycle,
            sessions: now.sessions,
            unit_price_minor: snapshot.prices.of(now.cycle),
            anchor: now.anchor,
            period_start: renewal.at,
            period_end: to,
            segments: vec![segment],
            renewal_discount: left,
        })
    };
    let subscription = book().ok_or(QuoteError::AmountOverflow)?;
    Ok(RenewalBooking { renewal, subscription, balance_after_minor })
}

fn due_renewal(snapshot: &Snapshot) -> Result<(Renewal, i64), QuoteError> {
    if !is_well_formed(snapshot) {
        return Err(QuoteError::InvalidInput);
    }
    let currency = currency_of(snapshot)?;
    let subscription = &snapshot.subscription;
    let price = snapshot.prices.of(subscription.cycle);
    if !(0..=MAX_PRICE_MINOR).contains(&price) {
        return Err(QuoteError::PriceOutOfRange);
    }
    let discount = subscription.renewal_discount.filter(|discount| discount.left >= 1);
    let settle = || {
        let price = Price {
            list_minor: subscription.sessions.checked_mul(price)?,
            discount: rate_of(discount)?,
            tax: BasisPoints::new(snapshot.tax_bp)?,
            step_minor: snapshot.charge_step_minor,
            currency,
        };
        price.settle(subscription.period_end, snapshot.balance_minor)
    };
    settle()
        .filter(|(renewal, balance)| {
            renewal.list_minor <= MAX_AMOUNT_MINOR && (-MAX_AMOUNT_MINOR..=MAX_AMOUNT_MINOR).contains(balance)
        })
        .ok_or(QuoteError::AmountOverflow)
}
