//! Sequences of upgrades and renewals, with amounts computed by hand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops on unexpected values"
)]

mod march;

use billing::{
    Cycle, QuoteError, RenewalDiscount, Snapshot, Target, after_upgrade, book_renewal, quote, renewal_preview,
};

use march::{at, snapshot};

fn upgrade(snapshot: &Snapshot, sessions: i64, cycle: Cycle, segment: &str) -> Snapshot {
    let target = Target { sessions, cycle };
    let quote = quote(snapshot, target, None).expect("a valid order");
    let subscription = after_upgrade(&snapshot.subscription, target, None, &quote, segment);
    Snapshot { subscription, balance_minor: quote.balance_after_minor, ..snapshot.clone() }
}

#[test]
fn added_sessions_are_credited_as_a_separate_segment() {
    // 241.55 for three sessions on 16 March. The price stays pinned.
    let after = upgrade(&snapshot(), 8, Cycle::Monthly, "s2");
    let paid: Vec<_> = after.subscription.segments.iter().map(|s| (&*s.id, s.net_minor)).collect();
    assert_eq!(paid, [("s1", 78_000), ("s2", 24_155)]);
    assert_eq!(after.subscription.unit_price_minor, 15_600);

    // 22 March, 10 of 31 and 10 of 16 days left: 78,000 x 10/31 = 25,161.29; 24,155 x 10/16 = 15,096.875
    let later = Snapshot { as_of: at("2026-03-22T10:00:00Z"), ..after };
    let annual = quote(&later, Target { sessions: 8, cycle: Cycle::Annual }, None).expect("a valid order");
    assert_eq!(annual.credit_minor, 25_161 + 15_097);
    assert_eq!(annual.total_minor, 8 * 156_000 - 40_258);
}

#[test]
fn change_to_annual_replaces_segments_and_pins_the_price() {
    let after = upgrade(&snapshot(), 5, Cycle::Annual, "s2");
    let now = &after.subscription;
    assert_eq!(now.segments.len(), 1);
    assert_eq!((now.segments[0].net_minor, now.unit_price_minor), (780_000, 156_000));
    assert_eq!((now.period_start, now.period_end), (at("2026-03-16T00:00:00Z"), at("2027-03-16T00:00:00Z")));
    assert_eq!(now.anchor, at("2026-03-16T00:00:00Z"));
}

#[test]
fn renewal_applies_list_price_discount_and_balance() {
    let mut before = snapshot();
    before.prices.monthly = 16_000;
    before.tax_bp = 1_000;
    before.balance_minor = 10_000;
    before.subscription.renewal_discount = Some(RenewalDiscount { percent_bp: 2_000, left: 2 });

    // 5 x 160.00 = 800.00, less 20 % = 640.00, plus 10 % tax = 704.00, less the balance of 100.00
    let booking = book_renewal(&before, "r1").expect("a renewal");
    assert_eq!(booking.renewal.total_minor, 70_400);
    assert_eq!(booking.renewal.estimated_due_minor, 60_400);
    assert_eq!(booking.balance_after_minor, 0);
    assert_eq!(booking.subscription.renewal_discount, Some(RenewalDiscount { percent_bp: 2_000, left: 1 }));
    assert_eq!(booking.subscription.unit_price_minor, 16_000);
    assert_eq!(booking.subscription.period_end, at("2026-05-01T00:00:00Z"));
    let segment = &booking.subscription.segments[0];
    assert_eq!((segment.net_minor, segment.tax_minor), (64_000, 6_400));

    let next = Snapshot { subscription: booking.subscription, balance_minor: 0, ..before };
    assert_eq!(book_renewal(&next, "r2").expect("a renewal").subscription.renewal_discount, None);
}

#[test]
fn renewal_preview_matches_the_booking() {
    let before = snapshot();
    let preview = renewal_preview(&before).expect("a preview");
    assert_eq!(preview.estimated_due_minor, 78_000);
    assert_eq!(preview.at, at("2026-04-01T00:00:00Z"));
    assert_eq!(book_renewal(&before, "r1").expect("a renewal").renewal, preview);
}

#[test]
fn renewal_with_excessive_debt_returns_amount_overflow() {
    let mut before = snapshot();
    before.balance_minor = -1_000_000_000_000_000;
    // No amount reaches this step, so 780.00 are added to the debt.
    before.charge_step_minor = i64::MAX;
    assert_eq!(renewal_preview(&before), Err(QuoteError::AmountOverflow));
}

#[test]
fn empty_period_cannot_be_renewed() {
    let mut before = snapshot();
    before.subscription.segments.clear();
    before.subscription.period_start = before.subscription.period_end;
    assert_eq!(renewal_preview(&before), Err(QuoteError::InvalidInput));
}

#[test]
fn anchor_on_the_31st_survives_short_months() {
    let mut before = snapshot();
    before.subscription.anchor = at("2026-01-31T00:00:00Z");
    before.subscription.period_start = at("2026-01-31T00:00:00Z");
    before.subscription.period_end = at("2026-02-28T00:00:00Z");
    before.subscription.segments.clear();
    let mut ends = Vec::new();
    for n in 0..3 {
        let booking = book_renewal(&before, &format!("r{n}")).expect("a renewal");
        ends.push(booking.subscription.period_end.to_string());
        before.subscription = booking.subscription;
    }
    assert_eq!(ends, ["2026-03-31T00:00:00Z", "2026-04-30T00:00:00Z", "2026-05-31T00:00:00Z"]);
}
