//! Validation of the engine's input, in the order of [`QuoteError`].

use crate::{
    BasisPoints, Currency, Cycle, ENGINE, Granularity, Instant, Period, Prices, Promotion, QuoteError,
    Segment, SessionCount, Snapshot, SubscriptionTerms, Target,
};

/// Maximum number of sessions of a subscription.
///
/// ```
/// assert_eq!(billing::SessionCount::new(billing::MAX_SESSIONS).map(billing::SessionCount::get), Some(10_000));
/// ```
pub const MAX_SESSIONS: i64 = 10_000;
/// Maximum price of a session in minor units. With [`MAX_SESSIONS`], a full charge is at most 10^14.
///
/// ```
/// assert_eq!(billing::MAX_PRICE_MINOR * billing::MAX_SESSIONS, 100_000_000_000_000);
/// ```
pub const MAX_PRICE_MINOR: i64 = 10_000_000_000;
/// Lifetime of a quote in seconds. A quote expires earlier if its period ends earlier.
///
/// ```
/// assert_eq!(billing::QUOTE_LIFETIME_SECONDS, 15 * 60);
/// ```
pub const QUOTE_LIFETIME_SECONDS: i64 = 900;
/// Maximum magnitude of an amount in minor units. It is below 2^53, so JavaScript represents every amount exactly.
pub(crate) const MAX_AMOUNT_MINOR: i64 = 1_000_000_000_000_000;
/// Maximum number of paid charges in one period.
const MAX_SEGMENTS: usize = 100;

/// The kind of an upgrade. The type cannot represent a decrease of sessions or a change from annual to monthly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// More sessions for the rest of the period.
    AddSessions { added: SessionCount },
    /// A new annual period starts now, with at least as many sessions.
    GoAnnual,
}

/// The validated input of a quote.
pub(crate) struct Terms<'a> {
    pub currency: Currency,
    pub granularity: Granularity,
    pub prices: Prices,
    pub tax: BasisPoints,
    pub balance_minor: i64,
    pub charge_step_minor: i64,
    pub subscription: &'a SubscriptionTerms,
    pub period: Period,
    /// The effective instant: `as_of` rounded down to a whole unit.
    pub effective_at: Instant,
    pub as_of: Instant,
    /// Sessions after the upgrade.
    pub sessions: SessionCount,
    /// Billing cycle after the upgrade.
    pub cycle: Cycle,
    pub upgrade: Upgrade,
    pub promotion: Option<&'a Promotion>,
}

impl<'a> Terms<'a> {
    pub fn new(
        snapshot: &'a Snapshot,
        target: Target,
        promotion: Option<&'a Promotion>,
    ) -> Result<Self, QuoteError> {
        let Snapshot { granularity, as_of, prices, .. } = *snapshot;
        let subscription = &snapshot.subscription;
        let well_formed = is_well_formed(snapshot) && promotion.is_none_or(Promotion::is_well_formed);
        let period = Period::new(subscription.period_start, subscription.period_end)
            .filter(|_| well_formed)
            .ok_or(QuoteError::InvalidInput)?;
        let currency = currency_of(snapshot)?;
        check_target(snapshot, target, period)?;

        let effective_at = as_of.truncated(granularity.seconds());
        if subscription.segments.iter().any(|segment| segment.from > effective_at) {
            return Err(QuoteError::InvalidInput);
        }
        if let Some(promotion) = promotion {
            promotion.check(&snapshot.currency, target.cycle, target.sessions, as_of)?;
        }
        let sessions = SessionCount::new(target.sessions).ok_or(QuoteError::SessionsOutOfRange)?;
        let upgrade = if target.cycle == subscription.cycle {
            let added = target.sessions.checked_sub(subscription.sessions).and_then(SessionCount::new);
            Upgrade::AddSessions { added: added.ok_or(QuoteError::NothingToUpgrade)? }
        } else {
            Upgrade::GoAnnual
        };
        Ok(Self {
            currency,
            granularity,
            prices,
            tax: BasisPoints::new(snapshot.tax_bp).ok_or(QuoteError::InvalidInput)?,
            balance_minor: snapshot.balance_minor,
            charge_step_minor: snapshot.charge_step_minor,
            subscription,
            period,
            effective_at,
            as_of,
            sessions,
            cycle: target.cycle,
            upgrade,
            promotion,
        })
    }
}

/// Returns the currency of a snapshot, after checking that the number of decimals matches.
pub(crate) fn currency_of(snapshot: &Snapshot) -> Result<Currency, QuoteError> {
    let currency = Currency::parse(&snapshot.currency).ok_or(QuoteError::UnknownCurrency)?;
    if i64::from(currency.exponent()) == snapshot.exponent {
        Ok(currency)
    } else {
        Err(QuoteError::InvalidInput)
    }
}

/// Returns whether every field of a snapshot is valid, independent of the target.
pub(crate) fn is_well_formed(snapshot: &Snapshot) -> bool {
    let Snapshot { granularity, ref subscription, .. } = *snapshot;
    let discount_is_valid = subscription
        .renewal_discount
        .is_none_or(|discount| (1..=10_000).contains(&discount.percent_bp) && discount.left >= 0);
    snapshot.engine == ENGINE
        && snapshot.as_of.is_input()
        && BasisPoints::new(snapshot.tax_bp).is_some()
        && snapshot.charge_step_minor >= 1
        && (-MAX_AMOUNT_MINOR..=MAX_AMOUNT_MINOR).contains(&snapshot.balance_minor)
        && SessionCount::new(subscription.sessions).is_some()
        && subscription.period_start < subscription.period_end
        && [subscription.anchor, subscription.period_start, subscription.period_end]
            .into_iter()
            .all(|bound| is_bound(bound, granularity))
        && subscription.segments.iter().all(|segment| is_segment(segment, subscription, granularity))
        && discount_is_valid
}

fn is_segment(segment: &Segment, subscription: &SubscriptionTerms, granularity: Granularity) -> bool {
    let amounts = 0..=MAX_AMOUNT_MINOR;
    segment.from >= subscription.period_start
        && segment.from < segment.to
        && segment.to == subscription.period_end
        && is_bound(segment.from, granularity)
        && amounts.contains(&segment.net_minor)
        && amounts.contains(&segment.tax_minor)
}

fn is_bound(instant: Instant, granularity: Granularity) -> bool {
    instant.is_input() && (granularity == Granularity::Second || instant.is_midnight())
}

fn check_target(snapshot: &Snapshot, target: Target, period: Period) -> Result<(), QuoteError> {
    let subscription = &snapshot.subscription;
    let prices = [snapshot.prices.monthly, snapshot.prices.annual, subscription.unit_price_minor];
    let refusals = [
        (SessionCount::new(target.sessions).is_none(), QuoteError::SessionsOutOfRange),
        (prices.iter().any(|price| !(0..=MAX_PRICE_MINOR).contains(price)), QuoteError::PriceOutOfRange),
        (snapshot.as_of < period.start(), QuoteError::AsOfBeforePeriod),
        (snapshot.as_of >= period.end(), QuoteError::PeriodElapsed),
        (
            subscription.cycle == Cycle::Annual && target.cycle == Cycle::Monthly,
            QuoteError::CycleDowngradeNotAllowed,
        ),
        (target.sessions < subscription.sessions, QuoteError::SessionsDecreaseNotAllowed),
        (
            target.sessions == subscription.sessions && target.cycle == subscription.cycle,
            QuoteError::NothingToUpgrade,
        ),
        (subscription.segments.len() > MAX_SEGMENTS, QuoteError::TooManySegments),
    ];
    refusals.into_iter().find(|(refused, _)| *refused).map_or(Ok(()), |(_, error)| Err(error))
}
