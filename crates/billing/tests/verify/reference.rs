//! Reference implementation of the specification with 128-bit integers and another calendar. It shares types with the
//! engine, but no arithmetic, validation or calendar code.

use billing::{
    Cycle, Granularity, Instant, Line, Promotion, PromotionKind, Quote, QuoteError, QuoteInput, Renewal,
    Savings, Segment, Snapshot,
};

use crate::calendar;

const DAY: i64 = 86_400;
const LIMIT: i128 = 1_000_000_000_000_000;
/// 2999-12-31T23:59:59Z.
const LAST_INPUT: i64 = 32_503_679_999;

/// Decimals and the provider's minimum charge for the generator's currencies, from sections 1 and 12.
const CURRENCIES: [(&str, i64, i128); 12] = [
    ("USD", 2, 50),
    ("EUR", 2, 50),
    ("GBP", 2, 30),
    ("SEK", 2, 1),
    ("JPY", 0, 50),
    ("KRW", 0, 100),
    ("VND", 0, 10_000),
    ("ISK", 0, 1),
    ("KWD", 3, 150),
    ("BHD", 3, 200),
    ("TND", 3, 1_500),
    ("OMR", 3, 1),
];

/// Returns the quote of an input.
pub fn quote(input: &QuoteInput) -> Result<Quote, QuoteError> {
    let min_charge = validate(input)?;
    amounts(input, min_charge).ok_or(QuoteError::AmountOverflow)
}

/// `R(num / den)` of section 1, for a non-negative numerator.
fn rounded(num: i128, den: i128) -> i128 {
    (2 * num + den) / (2 * den)
}

const fn epoch(instant: Instant) -> i64 {
    instant.epoch_seconds()
}

fn unit(snapshot: &Snapshot) -> i64 {
    match snapshot.granularity {
        Granularity::Day => DAY,
        Granularity::Second => 1,
    }
}

/// Implements section 4 in its order. Returns the minimum charge of the currency.
fn validate(input: &QuoteInput) -> Result<i128, QuoteError> {
    let QuoteInput { snapshot, target, promo } = input;
    let sub = &snapshot.subscription;
    let (start, end, as_of) = (epoch(sub.period_start), epoch(sub.period_end), epoch(snapshot.as_of));
    let aligned = |at: Instant| epoch(at) <= LAST_INPUT && epoch(at) % unit(snapshot) == 0;
    let amount = |minor: i64| (0..=LIMIT).contains(&i128::from(minor));
    let is_valid_segment = |segment: &Segment| {
        start <= epoch(segment.from)
            && epoch(segment.from) < epoch(segment.to)
            && epoch(segment.to) == end
            && aligned(segment.from)
            && amount(segment.net_minor)
            && amount(segment.tax_minor)
    };
    let is_valid = snapshot.engine == "proration/1"
        && as_of <= LAST_INPUT
        && (0..=10_000).contains(&snapshot.tax_bp)
        && snapshot.charge_step_minor > 0
        && i128::from(snapshot.balance_minor).abs() <= LIMIT
        && (1..=10_000).contains(&sub.sessions)
        && start < end
        && aligned(sub.anchor)
        && aligned(sub.period_start)
        && aligned(sub.period_end)
        && sub.segments.iter().all(is_valid_segment)
        && sub.renewal_discount.is_none_or(|d| (1..=10_000).contains(&d.percent_bp) && d.left >= 0)
        && promo.as_ref().is_none_or(is_valid_promotion);
    if !is_valid {
        return Err(QuoteError::InvalidInput);
    }
    let Some((_, decimals, min_charge)) =
        CURRENCIES.into_iter().find(|(code, ..)| *code == snapshot.currency)
    else {
        return Err(QuoteError::UnknownCurrency);
    };
    if decimals != snapshot.exponent {
        return Err(QuoteError::InvalidInput);
    }
    if target.sessions < 1 || target.sessions > 10_000 {
        return Err(QuoteError::SessionsOutOfRange);
    }
    for price in [snapshot.prices.monthly, snapshot.prices.annual, sub.unit_price_minor] {
        if !(0..=10_000_000_000).contains(&price) {
            return Err(QuoteError::PriceOutOfRange);
        }
    }
    if as_of < start {
        return Err(QuoteError::AsOfBeforePeriod);
    }
    if as_of >= end {
        return Err(QuoteError::PeriodElapsed);
    }
    if sub.cycle == Cycle::Annual && target.cycle == Cycle::Monthly {
        return Err(QuoteError::CycleDowngradeNotAllowed);
    }
    if target.sessions < sub.sessions {
        return Err(QuoteError::SessionsDecreaseNotAllowed);
    }
    if target.sessions == sub.sessions && target.cycle == sub.cycle {
        return Err(QuoteError::NothingToUpgrade);
    }
    if sub.segments.len() > 100 {
        return Err(QuoteError::TooManySegments);
    }
    let effective = as_of - as_of % unit(snapshot);
    if sub.segments.iter().any(|segment| epoch(segment.from) > effective) {
        return Err(QuoteError::InvalidInput);
    }
    match promo {
        Some(promo) => check_promotion(promo, input).map(|()| min_charge),
        None => Ok(min_charge),
    }
}

fn is_valid_promotion(promo: &Promotion) -> bool {
    let value = match promo.kind {
        PromotionKind::Percent => promo.percent_bp >= 1 && promo.percent_bp <= 10_000,
        PromotionKind::Fixed => promo.amount_minor > 0,
    };
    let in_years = |at: Option<Instant>| at.is_none_or(|at| epoch(at) <= LAST_INPUT);
    let letters = promo.code.len() >= 3
        && promo.code.len() <= 32
        && promo.code.chars().all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '_' | '-'));
    value
        && letters
        && promo.renewals >= 0
        && promo.renewals <= 36
        && in_years(promo.valid_from)
        && in_years(promo.expires_at)
}

/// Implements section 6 in its order.
fn check_promotion(promo: &Promotion, input: &QuoteInput) -> Result<(), QuoteError> {
    let as_of = epoch(input.snapshot.as_of);
    if promo.disabled {
        return Err(QuoteError::PromoUnknown);
    }
    if promo.valid_from.is_some_and(|from| epoch(from) > as_of) {
        return Err(QuoteError::PromoNotStarted);
    }
    if promo.expires_at.is_some_and(|end| epoch(end) <= as_of) {
        return Err(QuoteError::PromoExpired);
    }
    if promo.kind == PromotionKind::Fixed && promo.currency != input.snapshot.currency {
        return Err(QuoteError::PromoCurrencyMismatch);
    }
    if !promo.cycles.contains(&input.target.cycle) {
        return Err(QuoteError::PromoCycleMismatch);
    }
    if promo.min_sessions > input.target.sessions {
        return Err(QuoteError::PromoMinSessions);
    }
    if promo.max_redemptions.is_some_and(|most| most <= promo.redeemed) {
        return Err(QuoteError::PromoExhausted);
    }
    if promo.max_per_account <= promo.account_redeemed {
        return Err(QuoteError::PromoAlreadyUsed);
    }
    Ok(())
}

/// `settle` of section 5. Returns the amount due and the balance after the charge.
fn settle(total: i128, balance: i128, step: i128, min_charge: i128) -> (i128, i128) {
    let s = total - balance;
    let r = if s > 0 { s - s % step } else { 0 };
    let due = if r >= min_charge.max(1) { r } else { 0 };
    (due, due - s)
}

/// Implements sections 5 and 7. Returns `None` if an amount exceeds the limit.
fn amounts(input: &QuoteInput, min_charge: i128) -> Option<Quote> {
    let QuoteInput { snapshot, target, promo } = input;
    let sub = &snapshot.subscription;
    let unit = unit(snapshot);
    let t = epoch(snapshot.as_of) - epoch(snapshot.as_of) % unit;
    let end = epoch(sub.period_end);
    let [q0, q1] = [sub.sessions, target.sessions].map(i128::from);
    let units = |from: i64, to: i64| (to - from) / unit;
    let (tax_bp, step) = (i128::from(snapshot.tax_bp), i128::from(snapshot.charge_step_minor));
    let goes_annual = target.cycle != sub.cycle;

    let mut lines = Vec::new();
    let (new_start, new_end, new_anchor, charge);
    if goes_annual {
        (new_start, new_end, new_anchor) = (t, calendar::months_later(t, 12), t);
        charge = q1 * i128::from(snapshot.prices.annual);
        lines.push(Line::Charge {
            sessions: target.sessions,
            unit_price_minor: snapshot.prices.annual,
            units: units(t, new_end),
            of: units(t, new_end),
            from: calendar::instant(t),
            to: calendar::instant(new_end),
            amount_minor: narrow(charge),
        });
    } else {
        (new_start, new_end, new_anchor) = (epoch(sub.period_start), end, epoch(sub.anchor));
        let (left, whole) = (units(t, end), units(epoch(sub.period_start), end));
        charge = rounded((q1 - q0) * i128::from(sub.unit_price_minor) * i128::from(left), i128::from(whole));
        lines.push(Line::Charge {
            sessions: target.sessions - sub.sessions,
            unit_price_minor: sub.unit_price_minor,
            units: left,
            of: whole,
            from: calendar::instant(t),
            to: sub.period_end,
            amount_minor: narrow(charge),
        });
    }

    let (mut credit, mut credit_tax) = (0, 0);
    for segment in sub.segments.iter().filter(|_| goes_annual) {
        let (left, paid_for) = (units(t, epoch(segment.to)), units(epoch(segment.from), epoch(segment.to)));
        let share = |minor: i64| rounded(i128::from(minor) * i128::from(left), i128::from(paid_for));
        let (net, tax) = (share(segment.net_minor), share(segment.tax_minor));
        credit += net;
        credit_tax += tax;
        lines.push(Line::Credit {
            segment: segment.id.clone(),
            units: left,
            of: paid_for,
            from: calendar::instant(t),
            to: segment.to,
            amount_minor: -narrow(net),
            tax_minor: -narrow(tax),
        });
    }

    let discount = match promo.as_ref().map(|promo| (promo.kind, promo)) {
        None => 0,
        Some((PromotionKind::Percent, promo)) => rounded(charge * i128::from(promo.percent_bp), 10_000),
        Some((PromotionKind::Fixed, promo)) => charge.min(i128::from(promo.amount_minor)),
    };
    if let Some(promo) = promo {
        lines.push(Line::Discount { code: promo.code.clone(), amount_minor: -narrow(discount) });
    }
    let tax = rounded((charge - discount) * tax_bp, 10_000);
    if tax_bp > 0 {
        lines.push(Line::Tax {
            rate_bp: snapshot.tax_bp,
            base_minor: narrow(charge - discount),
            amount_minor: narrow(tax),
        });
    }
    let total = (charge - discount) + tax - credit - credit_tax;
    let (due, balance) = settle(total, i128::from(snapshot.balance_minor), step, min_charge);

    let list_price =
        if target.cycle == Cycle::Monthly { snapshot.prices.monthly } else { snapshot.prices.annual };
    let list = q1 * i128::from(list_price);
    let renewal_bp = match promo {
        Some(promo) if promo.kind == PromotionKind::Percent && promo.renewals >= 1 => promo.percent_bp,
        _ => match sub.renewal_discount {
            Some(discount) if !goes_annual && discount.left >= 1 => discount.percent_bp,
            _ => 0,
        },
    };
    let renewal_discount = rounded(list * i128::from(renewal_bp), 10_000);
    let renewal_tax = rounded((list - renewal_discount) * tax_bp, 10_000);
    let renewal_total = list - renewal_discount + renewal_tax;
    let (renewal_due, _) = settle(renewal_total, balance, step, min_charge);

    let monthly_year = 12 * i128::from(snapshot.prices.monthly) * q1;
    let annual_year = i128::from(snapshot.prices.annual) * q1;
    let saved = (monthly_year - annual_year).max(0);

    if [charge, credit, total, balance, list, monthly_year, annual_year]
        .iter()
        .any(|named| named.abs() > LIMIT)
    {
        return None;
    }
    Some(Quote {
        effective_at: calendar::instant(t),
        period_start: calendar::instant(new_start),
        period_end: calendar::instant(new_end),
        anchor: calendar::instant(new_anchor),
        lines,
        charge_minor: narrow(charge),
        discount_minor: narrow(discount),
        tax_minor: narrow(tax),
        credit_minor: narrow(credit),
        credit_tax_minor: narrow(credit_tax),
        total_minor: narrow(total),
        amount_due_minor: narrow(due),
        balance_after_minor: narrow(balance),
        renewal: Renewal {
            at: calendar::instant(new_end),
            list_minor: narrow(list),
            discount_minor: narrow(renewal_discount),
            tax_minor: narrow(renewal_tax),
            total_minor: narrow(renewal_total),
            estimated_due_minor: narrow(renewal_due),
        },
        savings: Savings {
            amount_minor: narrow(saved),
            bp: if monthly_year == 0 { 0 } else { narrow(10_000 * saved / monthly_year) },
        },
        quote_expires_at: calendar::instant((epoch(snapshot.as_of) + 900).min(end)),
    })
}

/// Converts an amount to `i64`. All amounts fit: a charge is at most 10^14, and at most 100 segments are 10^15 each.
fn narrow(minor: i128) -> i64 {
    i64::try_from(minor).expect("inside an i64")
}
