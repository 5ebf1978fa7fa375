use backend::service::sample;
use contract::SubscriptionStatus;
use contract::billing::{Currency, renewal_preview};

use crate::support::App;

#[tokio::test]
async fn sample_organizations_match_the_documented_table() {
    let app = App::open().await;
    let (billing, owner) = (app.person("billing").await, app.person("owner").await);
    let active = SubscriptionStatus::Active;
    for (id, name, currency, cycle, sessions, status, card) in [
        (101, "Harbor QA", "USD", "monthly", 5, active, true),
        (103, "Sakura Works", "JPY", "monthly", 3, active, true),
        (104, "Gulf Labs", "KWD", "monthly", 2, active, true),
        (105, "Atelier Nord", "EUR", "monthly", 4, active, true),
        (106, "Juniper Apps", "USD", "monthly", 4, SubscriptionStatus::Canceled, true),
        (107, "Tern Devices", "USD", "monthly", 3, active, false),
        (108, "Osprey Games", "USD", "monthly", 6, SubscriptionStatus::PastDue, true),
        (109, "Second Wind", "USD", "monthly", 2, active, true),
    ] {
        let shown = billing.subscription(id).await;
        let terms = &shown.engine.subscription;
        assert_eq!(shown.organization.name, name);
        assert_eq!((shown.engine.currency.as_str(), terms.cycle.as_str()), (currency, cycle), "{name}");
        assert_eq!(
            (terms.sessions, shown.status, shown.payment_method.is_some()),
            (sessions, status, card),
            "{name}"
        );
        assert!(shown.sample_data && Currency::parse(currency).is_some());
        renewal_preview(&shown.engine).unwrap();
    }
    let annual = owner.subscription(102).await;
    assert_eq!(
        (annual.engine.subscription.cycle.as_str(), annual.engine.subscription.sessions),
        ("annual", 10)
    );
    let harbor = billing.subscription(101).await.engine.subscription;
    assert_eq!(harbor.period_start.to_string(), "2026-03-01T00:00:00Z");
    assert_eq!(harbor.period_end.to_string(), "2026-04-01T00:00:00Z");
    assert_eq!(billing.subscription(104).await.engine.subscription.segments.len(), 2);
    assert!(billing.subscription(108).await.payment_method.unwrap().expired);
    let second = billing.subscription(109).await.engine.subscription;
    assert!(!second.period_start.is_midnight() && !second.period_end.is_midnight());
}

#[tokio::test]
async fn sample_ledger_is_balanced_and_names_no_gateway_charges() {
    let app = App::open().await;

    app.books().are_sound().await;

    let mut reader = app.state.store.reader().await.unwrap();
    let intents: i64 = sqlx::query_scalar("SELECT count(*) FROM ledger_entry WHERE intent_id IS NOT NULL")
        .fetch_one(&mut *reader)
        .await
        .unwrap();
    assert_eq!(intents, 0);
    let balances: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT o.id, o.balance_minor + coalesce((SELECT sum(amount_minor) FROM ledger_entry
           WHERE organization = o.id AND account = 'customer_balance'), 0) FROM organization o",
    )
    .fetch_all(&mut *reader)
    .await
    .unwrap();
    assert!(balances.iter().all(|(_, difference)| *difference == 0), "{balances:?}");
}

#[tokio::test]
async fn second_start_does_not_seed_again() {
    let app = App::open().await;

    assert!(!sample::seed(&app.state.store, app.state.clock.now()).await.unwrap());
}

#[tokio::test]
async fn sample_data_is_valid_for_any_start_date() {
    for first in [
        "2026-01-01T00:00:00Z",
        "2026-03-31T23:59:59Z",
        "2028-02-29T12:00:00Z",
        "2026-12-31T06:00:00Z",
        "2027-03-01T00:00:01Z",
    ] {
        let app = App::open_at(first).await;
        let billing = app.person("billing").await;
        for id in [101, 103, 104, 105, 106, 107, 108, 109] {
            let shown = billing.subscription(id).await;
            renewal_preview(&shown.engine).unwrap_or_else(|error| panic!("{first} {id}: {error}"));
            let now = shown.server_time;
            let within =
                shown.engine.subscription.period_start <= now && now < shown.engine.subscription.period_end;
            assert_eq!(within, id != 108, "{first} {id}");
        }
        app.books().are_sound().await;
    }
}
