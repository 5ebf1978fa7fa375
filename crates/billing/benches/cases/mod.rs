//! The benchmark cases, for native and browser runs.

use billing::{Cycle, Promotion, QuoteInput, Segment, Snapshot, Target};

/// A named engine input.
pub struct Case {
    pub name: &'static str,
    pub input: QuoteInput,
}

/// Harbor QA on 16 March 2026: five sessions at 156.00, 16 of 31 days left.
fn harbor() -> QuoteInput {
    serde_json::from_str(include_str!("../../tests/data/halfway_through_march.json"))
        .expect("an engine input")
}

fn going_annual(segments: i64) -> QuoteInput {
    let input = harbor();
    let paid = &input.snapshot.subscription.segments[0];
    let segments = (0..segments)
        .map(|n| Segment {
            id: format!("s{n}").into(),
            net_minor: 78_000 + n,
            tax_minor: 7_801 + n,
            ..paid.clone()
        })
        .collect();
    let subscription = billing::SubscriptionTerms { segments, ..input.snapshot.subscription };
    QuoteInput {
        snapshot: Snapshot { subscription, ..input.snapshot },
        target: Target { sessions: 8, cycle: Cycle::Annual },
        promo: None,
    }
}

fn with_code_and_tax(input: QuoteInput) -> QuoteInput {
    let promo: Promotion = serde_json::from_str(
        r#"{"code": "LEAP15", "kind": "percent", "percentBp": 1500, "amountMinor": 0, "currency": "USD",
            "cycles": ["annual"], "minSessions": 0, "renewals": 3, "validFrom": null, "expiresAt": null,
            "maxRedemptions": null, "redeemed": 0, "maxPerAccount": 1, "accountRedeemed": 0}"#,
    )
    .expect("a promotion");
    QuoteInput { snapshot: Snapshot { tax_bp: 1_000, ..input.snapshot }, promo: Some(promo), ..input }
}

/// Returns every case, the fastest first.
pub fn cases() -> [Case; 4] {
    let mut sessions_only = harbor();
    sessions_only.target = Target { sessions: 8, cycle: Cycle::Monthly };
    [
        Case { name: "sessions only", input: sessions_only },
        Case { name: "annual, 4 segments", input: going_annual(4) },
        Case { name: "annual, 4 segments, code, tax", input: with_code_and_tax(going_annual(4)) },
        Case { name: "annual, 100 segments", input: going_annual(100) },
    ]
}
