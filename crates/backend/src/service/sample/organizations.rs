use billing::{Cycle, Granularity, Instant, Prices};
use contract::SubscriptionStatus;

use super::dates::Dates;

pub(super) const PRICE_LIST: [(&str, Prices); 4] = [
    ("USD", Prices { monthly: 15_600, annual: 156_000 }),
    ("EUR", Prices { monthly: 14_500, annual: 145_000 }),
    ("JPY", Prices { monthly: 19_800, annual: 198_000 }),
    ("KWD", Prices { monthly: 47_950, annual: 479_500 }),
];

/// The list price of a sample currency.
pub(super) fn prices(currency: &str) -> Prices {
    PRICE_LIST
        .iter()
        .find_map(|(code, prices)| (*code == currency).then_some(*prices))
        .unwrap_or(Prices { monthly: 0, annual: 0 })
}

/// The card on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardOnFile {
    None,
    Valid,
    Expired,
}

pub(super) struct Organization {
    pub id: i64,
    pub name: &'static str,
    pub currency: &'static str,
    pub granularity: Granularity,
    pub tax_bp: i64,
    pub tax_id: Option<&'static str>,
    pub balance_minor: i64,
    pub cycle: Cycle,
    pub sessions: i64,
    pub status: SubscriptionStatus,
    pub card: CardOnFile,
    pub anchor: Instant,
}

pub(super) fn organizations(dates: Dates) -> Vec<Organization> {
    let plain = |id, name, sessions, days_ago| Organization {
        id,
        name,
        currency: "USD",
        granularity: Granularity::Day,
        tax_bp: 0,
        tax_id: None,
        balance_minor: 0,
        cycle: Cycle::Monthly,
        sessions,
        status: SubscriptionStatus::Active,
        card: CardOnFile::Valid,
        anchor: dates.days_ago(days_ago),
    };
    // A period that neither starts at midnight nor a whole number of hours before now.
    let odd_second = dates.now.checked_add_seconds(-(14 * 86_400 + 5 * 3_600 + 813)).unwrap_or(dates.now);
    vec![
        plain(101, "Harbor QA", 5, 15),
        Organization {
            cycle: Cycle::Annual,
            anchor: dates.months_ago(5),
            ..plain(102, "Delta Mobile", 10, 0)
        },
        Organization {
            currency: "JPY",
            tax_bp: 1_000,
            tax_id: Some("JP-SAMPLE-103"),
            anchor: dates.a_31st(),
            ..plain(103, "Sakura Works", 3, 0)
        },
        Organization { currency: "KWD", ..plain(104, "Gulf Labs", 1, 13) },
        Organization {
            currency: "EUR",
            tax_bp: 2_000,
            tax_id: Some("FR-SAMPLE-105"),
            balance_minor: 5_000,
            ..plain(105, "Atelier Nord", 4, 9)
        },
        Organization { status: SubscriptionStatus::Canceled, ..plain(106, "Juniper Apps", 4, 10) },
        Organization { card: CardOnFile::None, balance_minor: -1_250, ..plain(107, "Tern Devices", 3, 6) },
        // Longer ago than any month, so that its period is over.
        Organization {
            status: SubscriptionStatus::PastDue,
            card: CardOnFile::Expired,
            ..plain(108, "Osprey Games", 6, 33)
        },
        Organization {
            granularity: Granularity::Second,
            anchor: odd_second,
            ..plain(109, "Second Wind", 2, 0)
        },
        plain(110, "Lone Pine", 1, 20),
    ]
}
