//! The cost of the next twelve months and the break-even of annual billing, with amounts computed by hand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test stops on unexpected values")]

mod march;

use billing::{
    BreakEven, Cycle, Granularity, Outlook, Prices, Promotion, PromotionKind, QuoteError, RenewalDiscount,
    Snapshot, Target, break_even,
};

use march::{at, snapshot};

const fn monthly(sessions: i64) -> Target {
    Target { sessions, cycle: Cycle::Monthly }
}

const fn annual(sessions: i64) -> Target {
    Target { sessions, cycle: Cycle::Annual }
}

fn percent_code(percent_bp: i64, cycles: &[Cycle], renewals: i64) -> Promotion {
    Promotion {
        code: "TEST".to_owned(),
        kind: PromotionKind::Percent,
        percent_bp,
        amount_minor: 0,
        currency: String::new(),
        cycles: cycles.to_vec(),
        min_sessions: 0,
        renewals,
        valid_from: None,
        expires_at: None,
        max_redemptions: None,
        redeemed: 0,
        max_per_account: 1,
        account_redeemed: 0,
        disabled: false,
    }
}

#[test]
fn unchanged_monthly_outlook_has_twelve_renewals() {
    let outlook = Outlook::unchanged(&snapshot()).expect("an outlook");

    // 1 April 2026 to 1 March 2027
    assert_eq!(outlook.charges.first().map(|charge| charge.at), Some(at("2026-04-01T00:00:00Z")));
    assert_eq!(outlook.charges.last().map(|charge| charge.at), Some(at("2027-03-01T00:00:00Z")));
    assert_eq!(outlook.total_minor(), Some(12 * 78_000));
}

#[test]
fn outlook_excludes_the_same_day_of_the_next_year() {
    let renewed_on_the_16th = {
        let mut snapshot = snapshot();
        snapshot.subscription.anchor = at("2026-02-16T00:00:00Z");
        snapshot.subscription.period_start = at("2026-02-16T00:00:00Z");
        snapshot.subscription.period_end = at("2026-03-16T00:00:00Z");
        for segment in &mut snapshot.subscription.segments {
            segment.from = at("2026-02-16T00:00:00Z");
            segment.to = at("2026-03-16T00:00:00Z");
        }
        snapshot.as_of = at("2026-02-16T09:00:00Z");
        snapshot
    };

    let outlook = Outlook::unchanged(&renewed_on_the_16th).expect("an outlook");

    // From 16 March 2026 to 16 January 2027. The renewal on 16 February 2027 is a full year away.
    assert_eq!(outlook.until, at("2027-02-16T00:00:00Z"));
    assert_eq!(outlook.charges.len(), 11);
}

#[test]
fn outlook_by_second_ends_at_the_same_second() {
    let snapshot = Snapshot { granularity: Granularity::Second, ..snapshot() };

    let outlook = Outlook::unchanged(&snapshot).expect("an outlook");

    assert_eq!(outlook.until, at("2027-03-16T09:30:00Z"));
}

#[test]
fn upgrade_outlook_starts_with_the_payment_of_today() {
    let outlook = Outlook::after(&snapshot(), monthly(8), None).expect("an outlook");

    let first = outlook.charges.first().expect("today's payment");
    assert_eq!((first.at, first.due_minor), (at("2026-03-16T09:30:00Z"), 24_155));
    // 241.55 + 12 x 1,248.00
    assert_eq!(outlook.total_minor(), Some(24_155 + 12 * 124_800));
}

#[test]
fn outlook_includes_tax_and_balance() {
    let snapshot = Snapshot { tax_bp: 1_000, balance_minor: 100_000, ..snapshot() };

    let outlook = Outlook::unchanged(&snapshot).expect("an outlook");

    // 858.00 a month with tax. The balance of 1,000.00 pays the first renewal and 142.00 of the second.
    let due: Vec<_> = outlook.charges.iter().map(|charge| charge.due_minor).take(3).collect();
    assert_eq!(due, [0, 71_600, 85_800]);
    assert_eq!(outlook.total_minor(), Some(71_600 + 10 * 85_800));
}

#[test]
fn balance_left_after_an_upgrade_reduces_the_renewal() {
    let snapshot = Snapshot { balance_minor: 100_000, ..snapshot() };

    let outlook = Outlook::after(&snapshot, monthly(8), None).expect("an outlook");

    // The balance of 1,000.00 pays the 241.55. The remaining 758.45 pay a part of the 1,248.00 on 1 April.
    let due: Vec<_> = outlook.charges.iter().map(|charge| charge.due_minor).take(3).collect();
    assert_eq!(due, [0, 48_955, 124_800]);
    assert_eq!(outlook.total_minor(), Some(48_955 + 11 * 124_800));
}

#[test]
fn break_even_rejects_invalid_promotion_codes() {
    let nothing_off = percent_code(0, &[Cycle::Monthly, Cycle::Annual], 0);

    assert_eq!(break_even(&snapshot(), 8, Some(&nothing_off)), Err(QuoteError::InvalidInput));
}

#[test]
fn renewal_discount_ends_when_used_up() {
    let mut snapshot = snapshot();
    snapshot.subscription.renewal_discount = Some(RenewalDiscount { percent_bp: 2_000, left: 2 });

    let outlook = Outlook::unchanged(&snapshot).expect("an outlook");

    // Two renewals of 780.00 less 20 %, then ten at full price.
    assert_eq!(outlook.total_minor(), Some(2 * 62_400 + 10 * 78_000));
}

#[test]
fn annual_breaks_even_at_the_tenth_renewal() {
    // 12,077.42 against 241.55 + n x 1,248.00: 11,473.55 after nine, 12,721.55 after ten
    let even = break_even(&snapshot(), 8, None);

    assert_eq!(even, Ok(BreakEven::With { renewals: 10, at: at("2027-01-01T00:00:00Z") }));
}

#[test]
fn monthly_side_has_no_payment_today_without_added_sessions() {
    // 7,397.42 against n x 780.00: 7,020.00 after nine, 7,800.00 after ten
    let even = break_even(&snapshot(), 5, None);

    assert_eq!(even, Ok(BreakEven::With { renewals: 10, at: at("2027-01-01T00:00:00Z") }));
}

#[test]
fn equal_totals_break_even() {
    // March was free, so nothing is credited.
    let mut snapshot = snapshot();
    for segment in &mut snapshot.subscription.segments {
        segment.net_minor = 0;
    }
    // 5 x 936.00 = 4,680.00 = 6 x 780.00
    snapshot.prices = Prices { monthly: 15_600, annual: 93_600 };

    let even = break_even(&snapshot, 5, None);

    assert_eq!(even, Ok(BreakEven::With { renewals: 6, at: at("2026-09-01T00:00:00Z") }));
}

#[test]
fn more_expensive_annual_never_breaks_even() {
    let snapshot = Snapshot { prices: Prices { monthly: 15_600, annual: 1_000_000 }, ..snapshot() };

    assert_eq!(break_even(&snapshot, 5, None), Ok(BreakEven::NotWithinTheTerm));
}

#[test]
fn annual_below_the_credit_breaks_even_at_once() {
    // 5 x 30.00 less 402.58
    let snapshot = Snapshot { prices: Prices { monthly: 15_600, annual: 3_000 }, ..snapshot() };

    assert_eq!(break_even(&snapshot, 5, None), Ok(BreakEven::AtOnce));
}

#[test]
fn annual_cheaper_than_added_sessions_breaks_even_at_once() {
    // 8 x 70.00 - 402.58 = 157.42 against 241.55 today
    let snapshot = Snapshot { prices: Prices { monthly: 15_600, annual: 7_000 }, ..snapshot() };

    assert_eq!(break_even(&snapshot, 8, None), Ok(BreakEven::AtOnce));
}

#[test]
fn annual_only_code_applies_to_the_annual_side() {
    // 12,480.00 less 15 % less 402.58 = 10,205.42 against 241.55 + n x 1,248.00: 8 renewals make 10,225.55
    let leap = percent_code(1_500, &[Cycle::Annual], 0);

    let even = break_even(&snapshot(), 8, Some(&leap));

    assert_eq!(even, Ok(BreakEven::With { renewals: 8, at: at("2026-11-01T00:00:00Z") }));
}

#[test]
fn code_for_both_cycles_applies_to_both_sides() {
    // Annual: 12,480.00 less 20 % less 402.58 = 9,581.42. Monthly: 241.55 less 48.31 = 193.24 today, three renewals
    // at 998.40 = 3,188.44, then 1,248.00 each: 8,180.44 after seven, 9,428.44 after eight, 10,676.44 after nine.
    let renew = percent_code(2_000, &[Cycle::Monthly, Cycle::Annual], 3);

    let even = break_even(&snapshot(), 8, Some(&renew));

    assert_eq!(even, Ok(BreakEven::With { renewals: 9, at: at("2026-12-01T00:00:00Z") }));
}

#[test]
fn annual_subscription_has_no_break_even() {
    let mut snapshot = snapshot();
    snapshot.subscription.cycle = Cycle::Annual;

    assert_eq!(break_even(&snapshot, 8, None), Err(QuoteError::NothingToUpgrade));
}

#[test]
fn fewer_sessions_are_rejected() {
    assert_eq!(Outlook::after(&snapshot(), annual(4), None), Err(QuoteError::SessionsDecreaseNotAllowed));
    assert_eq!(break_even(&snapshot(), 4, None), Err(QuoteError::SessionsDecreaseNotAllowed));
}
