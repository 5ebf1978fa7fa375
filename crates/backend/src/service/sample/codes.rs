use billing::{Cycle, Promotion, PromotionKind};

use super::dates::Dates;

const BOTH_CYCLES: [Cycle; 2] = [Cycle::Monthly, Cycle::Annual];

pub(super) fn codes(dates: Dates) -> Vec<Promotion> {
    let percent = |code: &str, percent_bp| Promotion {
        code: code.to_owned(),
        kind: PromotionKind::Percent,
        percent_bp,
        amount_minor: 0,
        currency: "USD".to_owned(),
        cycles: BOTH_CYCLES.to_vec(),
        min_sessions: 1,
        renewals: 0,
        valid_from: None,
        expires_at: None,
        max_redemptions: None,
        redeemed: 0,
        max_per_account: 1,
        account_redeemed: 0,
        disabled: false,
    };
    let yesterday = dates.days_ago(1);
    let next_month = dates.now.midnight().checked_add_months(1);
    vec![
        percent("SAVE10", 1_000),
        Promotion { cycles: vec![Cycle::Annual], ..percent("LEAP15", 1_500) },
        Promotion { renewals: 3, ..percent("RENEW20", 2_000) },
        Promotion { kind: PromotionKind::Fixed, amount_minor: 5_000, ..percent("TAKE50", 0) },
        percent("FREE100", 10_000),
        Promotion { min_sessions: 10, ..percent("TEAM10", 1_000) },
        Promotion { expires_at: Some(yesterday), ..percent("ENDED", 1_000) },
        Promotion { valid_from: next_month, ..percent("SOON", 1_000) },
        Promotion { max_redemptions: Some(100), redeemed: 100, ..percent("SPENT", 1_000) },
        Promotion { max_redemptions: Some(50), redeemed: 49, ..percent("LAST1", 1_000) },
        Promotion { disabled: true, ..percent("OFF", 1_000) },
    ]
}
