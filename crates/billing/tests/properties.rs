//! The properties in section 10 of the specification, on generated subscriptions.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops on unexpected values"
)]

use billing::{
    Currency, Cycle, ENGINE, Granularity, Instant, Line, Money, Prices, Promotion, PromotionKind, Quote,
    Segment, Snapshot, SubscriptionTerms, Target, boundary_after, quote,
};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn instant(seconds: i64) -> Instant {
    Instant::from_epoch_seconds(seconds).expect("in range")
}

/// Generates subscriptions from 2000 to 2090, in their first period, with up to three paid segments.
fn snapshots() -> impl Strategy<Value = Snapshot> {
    let money = 0_i64..=5_000_000;
    (
        (10_957_i64..43_800, 0_i64..DAY, any::<bool>(), any::<bool>()),
        (1_i64..500, 1_i64..1_000_000, 1_i64..9_000_000, 0_i64..=10_000, -50_000_i64..50_000),
        prop::collection::vec((0_u32..1_000, money.clone(), money), 0..4),
        0_u32..1_000,
        prop::sample::select(vec![("USD", 2), ("JPY", 0), ("KWD", 3), ("SEK", 2)]),
    )
        .prop_map(|(time, amounts, segments, progress, (currency, exponent))| {
            let (day, second, by_day, annual) = time;
            let (sessions, monthly, yearly, tax_bp, balance_minor) = amounts;
            let granularity = if by_day { Granularity::Day } else { Granularity::Second };
            let cycle = if annual { Cycle::Annual } else { Cycle::Monthly };
            let start = instant(day * DAY + if by_day { 0 } else { second });
            let end = boundary_after(start, cycle, start).expect("in range");
            let length = end.seconds_since(start);
            let as_of = instant(start.epoch_seconds() + (length - 1) * i64::from(progress) / 1_000);
            let unit = granularity.seconds();
            let segments = segments
                .into_iter()
                .enumerate()
                .map(|(index, (share, net_minor, tax_minor))| {
                    let elapsed = as_of.seconds_since(start) / unit * i64::from(share) / 1_000;
                    let from = instant(start.epoch_seconds() + elapsed * unit);
                    Segment { id: format!("s{index}").into(), net_minor, tax_minor, from, to: end }
                })
                .collect();
            Snapshot {
                engine: ENGINE.to_owned(),
                currency: currency.to_owned(),
                exponent,
                granularity,
                as_of,
                prices: Prices { monthly, annual: yearly },
                tax_bp,
                balance_minor,
                charge_step_minor: 1,
                subscription: SubscriptionTerms {
                    cycle,
                    sessions,
                    unit_price_minor: if annual { yearly } else { monthly },
                    anchor: start,
                    period_start: start,
                    period_end: end,
                    segments,
                    renewal_discount: None,
                },
            }
        })
}

fn codes() -> impl Strategy<Value = Option<Promotion>> {
    prop::option::of((any::<bool>(), 1_i64..=10_000, 1_i64..5_000_000, 0_i64..4)).prop_map(|terms| {
        terms.map(|(is_percent, percent_bp, amount_minor, renewals)| Promotion {
            code: "ANY".to_owned(),
            kind: if is_percent { PromotionKind::Percent } else { PromotionKind::Fixed },
            percent_bp,
            amount_minor,
            currency: String::new(),
            cycles: vec![Cycle::Monthly, Cycle::Annual],
            min_sessions: 0,
            renewals,
            valid_from: None,
            expires_at: None,
            max_redemptions: None,
            redeemed: 0,
            max_per_account: 1,
            account_redeemed: 0,
            disabled: false,
        })
    })
}

/// Returns a quote for `more` sessions, and for annual billing if `go_annual` is set.
fn quote_for(snapshot: &Snapshot, more: i64, go_annual: bool, code: Option<Promotion>) -> Quote {
    let cycle = if go_annual { Cycle::Annual } else { snapshot.subscription.cycle };
    let target = Target { sessions: snapshot.subscription.sessions + more, cycle };
    let code = code.map(|code| Promotion { currency: snapshot.currency.clone(), ..code });
    quote(snapshot, target, code.as_ref()).expect("a valid order")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn lines_sum_to_the_total_and_the_balance_settles_the_rest(
        snapshot in snapshots(), more in 1_i64..400, go_annual in any::<bool>(), code in codes(),
    ) {
        let quote = quote_for(&snapshot, more, go_annual, code);

        prop_assert_eq!(quote.lines.iter().map(Line::total_minor).sum::<i64>(), quote.total_minor);
        prop_assert_eq!(
            quote.amount_due_minor - quote.balance_after_minor,
            quote.total_minor - snapshot.balance_minor
        );
    }

    #[test]
    fn charges_discounts_and_credits_stay_within_bounds(
        snapshot in snapshots(), more in 1_i64..400, go_annual in any::<bool>(), code in codes(),
    ) {
        let quote = quote_for(&snapshot, more, go_annual, code);
        let segments = &snapshot.subscription.segments;

        prop_assert!(quote.amount_due_minor >= 0);
        prop_assert!((0..=quote.charge_minor).contains(&quote.discount_minor));
        prop_assert!(quote.credit_minor <= segments.iter().map(|segment| segment.net_minor).sum());
        prop_assert!(quote.credit_tax_minor <= segments.iter().map(|segment| segment.tax_minor).sum());
    }

    #[test]
    fn more_sessions_never_lower_the_charge(snapshot in snapshots(), more in 1_i64..400) {
        let less = quote_for(&snapshot, more, false, None).charge_minor;
        let greater = quote_for(&snapshot, more + 1, false, None).charge_minor;

        prop_assert!(less <= greater);
    }

    #[test]
    fn split_upgrades_cost_the_same_within_rounding(
        snapshot in snapshots(), first in 1_i64..200, second in 1_i64..200,
    ) {
        let whole = quote_for(&snapshot, first + second, false, None);
        let mut after = snapshot.clone();
        after.subscription.sessions += first;
        let parts = [quote_for(&snapshot, first, false, None), quote_for(&after, second, false, None)];

        let sum: i64 = parts.iter().map(|part| part.total_minor).sum();
        // The taxed amounts can differ by one unit. With more than 50 % tax, this difference and the three roundings of
        // the tax lines can add up to a second unit.
        let extra_lines = 1 + i64::from(snapshot.tax_bp > 0);
        let bound = extra_lines + i64::from(snapshot.tax_bp > 5_000);
        prop_assert!((sum - whole.total_minor).abs() <= bound, "{sum} and {}", whole.total_minor);
    }

    #[test]
    fn first_unit_of_a_period_costs_the_full_price(snapshot in snapshots(), more in 1_i64..400) {
        let mut first_day = snapshot;
        first_day.as_of = first_day.subscription.period_start;
        first_day.subscription.segments.clear();

        let quote = quote_for(&first_day, more, false, None);

        prop_assert_eq!(quote.charge_minor, more * first_day.subscription.unit_price_minor);
    }

    #[test]
    fn later_upgrades_never_cost_more(snapshot in snapshots(), more in 1_i64..400) {
        let now = quote_for(&snapshot, more, false, None).charge_minor;
        let mut later = snapshot.clone();
        let next_unit = snapshot.as_of.epoch_seconds() + snapshot.granularity.seconds();
        prop_assume!(next_unit < snapshot.subscription.period_end.epoch_seconds());
        later.as_of = instant(next_unit);

        prop_assert!(quote_for(&later, more, false, None).charge_minor <= now);
    }

    #[test]
    fn last_unit_of_a_period_costs_one_unit(
        snapshot in snapshots(), more in 1_i64..400, before_the_end in 1_i64..=DAY,
    ) {
        let mut last = snapshot;
        let unit = last.granularity.seconds();
        let period = last.subscription.period_end.seconds_since(last.subscription.period_start);
        let end = last.subscription.period_end.epoch_seconds();
        last.as_of = instant(end - before_the_end.min(unit));
        let (price, units) = (last.subscription.unit_price_minor, period / unit);

        let quote = quote_for(&last, more, false, None);

        // The exact share of one unit, rounded half away from zero.
        prop_assert_eq!(quote.charge_minor, (2 * more * price + units) / (2 * units));
    }

    #[test]
    fn currency_decimals_only_affect_formatting(
        snapshot in snapshots(), more in 1_i64..400, go_annual in any::<bool>(), code in codes(),
    ) {
        // Currencies without a minimum charge.
        let [without, two, three] = [("ISK", 0), ("SEK", 2), ("OMR", 3)].map(|(currency, exponent)| {
            let snapshot = Snapshot { currency: currency.to_owned(), exponent, ..snapshot.clone() };
            (quote_for(&snapshot, more, go_annual, code.clone()), Currency::parse(currency).expect("listed"))
        });

        prop_assert_eq!(&without.0, &two.0);
        prop_assert_eq!(&without.0, &three.0);
        let shown = |(quote, currency): &(Quote, Currency)| Money::new(quote.total_minor, *currency).decimal();
        let digits = |shown: String| shown.replace('.', "").trim_start_matches(['-', '0']).to_owned();
        prop_assert_eq!(digits(shown(&without)), digits(shown(&two)));
        prop_assert_eq!(digits(shown(&without)), digits(shown(&three)));
        prop_assert_eq!(shown(&three).rsplit_once('.').map(|(_, decimals)| decimals.len()), Some(3));
    }
}
