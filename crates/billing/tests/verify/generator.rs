//! Generates inputs near the edge cases: ties, the first and last unit of a period, month ends and leap days, the
//! limits of every number, the maximum number of segments, every kind of code, and occasionally invalid input.

use billing::{
    Cycle, ENGINE, Granularity, Prices, Promotion, PromotionKind, QuoteInput, RenewalDiscount, Segment,
    Snapshot, SubscriptionTerms, Target,
};
use jiff::civil::date;

use crate::{calendar, dice::Dice};

const DAY: i64 = 86_400;
const MAX_MINOR: i64 = 1_000_000_000_000_000;
const MAX_PRICE: i64 = 10_000_000_000;

/// Currency codes and their numbers of decimals.
const CURRENCIES: [(&str, i64); 12] = [
    ("USD", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("SEK", 2),
    ("JPY", 0),
    ("KRW", 0),
    ("VND", 0),
    ("ISK", 0),
    ("KWD", 3),
    ("BHD", 3),
    ("TND", 3),
    ("OMR", 3),
];

/// Returns the input for a seed.
pub fn input(seed: u64) -> QuoteInput {
    let dice = &mut Dice::new(seed);
    let granularity = if dice.chance(60) { Granularity::Day } else { Granularity::Second };
    let cycle = if dice.chance(75) { Cycle::Monthly } else { Cycle::Annual };
    let unit = granularity.seconds();
    let (anchor, start, end) = period(dice, granularity, cycle);
    let as_of = as_of(dice, start, end, unit);
    let effective = as_of - as_of.rem_euclid(unit);
    let total_units = (end - start) / unit;

    let prices =
        Prices { monthly: price(dice, total_units), annual: price(dice, total_units).min(MAX_PRICE) };
    let unit_price_minor = match dice.between(1, 4) {
        1 => price(dice, total_units),
        _ => {
            if cycle == Cycle::Monthly {
                prices.monthly
            } else {
                prices.annual
            }
        }
    };
    let sessions = match dice.between(1, 8) {
        1 => 1,
        2 => 10_000,
        3 => 9_999,
        4 => dice.between(1, 10_000),
        _ => dice.between(1, 60),
    };
    let sessions = if dice.rarely(4) { dice.pick(&[0, -1, 10_001]) } else { sessions };
    let (currency, exponent) = currency(dice);
    let subscription = SubscriptionTerms {
        cycle,
        sessions,
        unit_price_minor,
        anchor: calendar::instant(anchor),
        period_start: calendar::instant(start),
        period_end: calendar::instant(end),
        segments: segments(dice, start, end, effective, unit),
        renewal_discount: renewal_discount(dice),
    };
    let snapshot = Snapshot {
        engine: if dice.rarely(2) { "proration/2".to_owned() } else { ENGINE.to_owned() },
        currency: currency.to_owned(),
        exponent,
        granularity,
        as_of: calendar::instant(as_of),
        prices,
        tax_bp: rate(dice, true),
        balance_minor: balance(dice),
        charge_step_minor: if dice.rarely(3) { 0 } else { dice.pick(&[1, 1, 1, 10, 100, 7]) },
        subscription,
    };
    let target = target(dice, sessions, cycle);
    let promo = dice.chance(50).then(|| promotion(dice, &snapshot, as_of));
    QuoteInput { snapshot, target, promo }
}

/// Returns the anchor, start and end of a period in seconds.
fn period(dice: &mut Dice, granularity: Granularity, cycle: Cycle) -> (i64, i64, i64) {
    let (year, month) = (dice.between(1971, 2994), dice.between(1, 12));
    let (year, month) = if dice.chance(15) { (year - year.rem_euclid(4), 2) } else { (year, month) };
    let first =
        date(i16::try_from(year.max(1971)).expect("a year"), i8::try_from(month).expect("a month"), 1);
    let day = match dice.between(1, 6) {
        1 => 1,
        2 => i64::from(first.days_in_month()),
        3 => i64::from(first.days_in_month()) - 1,
        _ => dice.between(1, i64::from(first.days_in_month())),
    };
    let time = match (granularity, dice.between(1, 4)) {
        (Granularity::Day, _) | (Granularity::Second, 1) => 0,
        (Granularity::Second, 2) => DAY - 1,
        (Granularity::Second, _) => dice.between(0, DAY - 1),
    };
    let anchor = calendar::seconds(first.at(0, 0, 0, 0)) + (day - 1) * DAY + time;
    let n = dice.between(0, 4);
    let start = calendar::months_later(anchor, n * cycle.months());
    let end = calendar::months_later(anchor, (n + 1) * cycle.months());
    // Some bounds are inconsistent with the anchor, as after a backend bug. The engine uses or refuses them.
    match dice.between(1, 1_000) {
        1 | 2 => (anchor, end, start),
        3 | 4 => (anchor + 1, start, end),
        5..=20 => (anchor, start, start + granularity.seconds()),
        _ => (anchor, start, end),
    }
}

fn as_of(dice: &mut Dice, start: i64, end: i64, unit: i64) -> i64 {
    let (low, high) = (start.min(end), start.max(end));
    let inside = dice.between(low, high - 1);
    match dice.between(1, 60) {
        1 => (low - 1).max(0),
        2 => high,
        3..=12 => low,
        13..=22 => high - 1,
        23..=32 => (high - unit).max(low),
        33..=42 => inside - inside.rem_euclid(unit),
        _ => inside,
    }
}

/// Returns a price. Its share of the period is often exactly halfway between two minor units.
fn price(dice: &mut Dice, total_units: i64) -> i64 {
    match dice.between(1, 12) {
        1 => 0,
        2 => MAX_PRICE,
        3 => 1,
        4 => dice.between(0, MAX_PRICE),
        5 | 6 => (total_units / 2).max(1) * (2 * dice.between(0, 40) + 1),
        7 | 8 => dice.pick(&[15_600, 156_000, 19_800, 47_950, 999, 10_001]),
        _ => dice.between(1, 2_000_000),
    }
    .min(MAX_PRICE)
        + if dice.rarely(4) { MAX_PRICE } else { 0 }
        - if dice.rarely(2) { 2 * MAX_PRICE } else { 0 }
}

fn currency(dice: &mut Dice) -> (&'static str, i64) {
    match dice.between(1, 300) {
        1 => ("XXX", 2),
        2 => ("usd", 2),
        3 => ("JPY", 2),
        _ => dice.pick(&CURRENCIES),
    }
}

fn amount(dice: &mut Dice) -> i64 {
    match dice.between(1, 10) {
        1 => 0,
        2 => 1,
        3 => dice.between(0, MAX_MINOR / 200),
        _ => dice.between(0, 5_000_000),
    }
}

fn segments(dice: &mut Dice, start: i64, end: i64, effective: i64, unit: i64) -> Vec<Segment> {
    let count = match dice.between(1, 200) {
        1 => 100,
        2 => 101,
        3..=6 => dice.between(5, 99),
        _ => dice.between(0, 4),
    };
    let half = (end - start).abs() / unit / 2;
    let segment = |index: i64, dice: &mut Dice| {
        let elapsed = ((effective - start) / unit).max(0);
        let mut from = start + dice.between(0, elapsed) * unit;
        if dice.rarely(1) {
            from += end - start;
        }
        if dice.rarely(1) && effective + unit < end {
            from = effective + unit;
        }
        // An odd multiple of half the period often makes the unused share halfway between two minor units.
        let net = if dice.chance(20) { half.max(1) * (2 * dice.between(0, 20) + 1) } else { amount(dice) };
        let net_minor = if dice.rarely(1) { MAX_MINOR + 1 } else { net };
        Segment {
            id: format!("s{index}").into(),
            net_minor,
            tax_minor: amount(dice),
            from: calendar::instant(from.max(0)),
            to: calendar::instant(if dice.rarely(1) { end - 1 } else { end }.max(0)),
        }
    };
    (0..count).map(|index| segment(index, dice)).collect()
}

fn rate(dice: &mut Dice, may_be_zero: bool) -> i64 {
    match dice.between(1, 10) {
        1..=3 if may_be_zero => 0,
        4 => 10_000,
        5 => 1,
        6 => 5_000,
        7 => dice.pick(&[2_500, 7_500, 1_250, 3_333]),
        8 if dice.rarely(10) => dice.pick(&[10_001, -1]),
        _ => dice.between(1, 10_000),
    }
}

fn balance(dice: &mut Dice) -> i64 {
    match dice.between(1, 20) {
        1..=8 => 0,
        9 => MAX_MINOR,
        10 => -MAX_MINOR,
        11 if dice.rarely(100) => MAX_MINOR + 1,
        12 => dice.between(-60, 60),
        _ => dice.between(-2_000_000, 2_000_000),
    }
}

fn renewal_discount(dice: &mut Dice) -> Option<RenewalDiscount> {
    dice.chance(25).then(|| RenewalDiscount {
        percent_bp: if dice.rarely(4) { 0 } else { rate(dice, false) },
        left: if dice.rarely(4) { -1 } else { dice.between(0, 3) },
    })
}

fn target(dice: &mut Dice, sessions: i64, cycle: Cycle) -> Target {
    let goes_annual = dice.chance(45);
    let more = match dice.between(1, 10) {
        1 => 0,
        2 => 1,
        3 => (10_000 - sessions).max(0),
        4 => dice.between(0, 3_000),
        _ => dice.between(1, 40),
    };
    let wanted = if dice.rarely(15) { sessions - dice.between(1, 5) } else { sessions + more };
    let most = if dice.rarely(8) { i64::MAX } else { 10_000 };
    let cycle = match (cycle, goes_annual) {
        (Cycle::Monthly, true) => Cycle::Annual,
        (Cycle::Annual, _) if dice.rarely(15) => Cycle::Monthly,
        (now, _) => now,
    };
    Target { sessions: wanted.min(most), cycle }
}

fn promotion(dice: &mut Dice, snapshot: &Snapshot, as_of: i64) -> Promotion {
    let kind = if dice.chance(65) { PromotionKind::Percent } else { PromotionKind::Fixed };
    let either_side = |dice: &mut Dice, good: i64, bad: i64| {
        let offset = if dice.rarely(15) { bad } else { good };
        calendar::instant((as_of + offset).max(0))
    };
    Promotion {
        code: if dice.rarely(2) { "no".to_owned() } else { "LEAP15".to_owned() },
        kind,
        percent_bp: rate(dice, false),
        amount_minor: match dice.between(1, 6) {
            1 => 1,
            2 => MAX_MINOR,
            3 if dice.rarely(20) => 0,
            _ => dice.between(1, 3_000_000),
        },
        currency: if dice.rarely(15) { "CHF".to_owned() } else { snapshot.currency.clone() },
        cycles: match dice.between(1, 60) {
            1 => vec![Cycle::Monthly],
            2 => vec![Cycle::Annual],
            3 if dice.rarely(300) => Vec::new(),
            _ => vec![Cycle::Monthly, Cycle::Annual],
        },
        min_sessions: if dice.rarely(15) { 10_001 } else { dice.pick(&[0, 0, 1, -5, 10]) },
        renewals: if dice.rarely(3) { 37 } else { dice.pick(&[0, 0, 1, 3, 36]) },
        valid_from: dice.chance(30).then(|| either_side(dice, 0, 1)),
        expires_at: dice.chance(30).then(|| either_side(dice, 1, 0)),
        max_redemptions: dice.chance(30).then(|| if dice.rarely(30) { 3 } else { 4 }),
        redeemed: 3,
        max_per_account: 1,
        account_redeemed: i64::from(dice.rarely(8)),
        disabled: dice.rarely(8),
    }
}
