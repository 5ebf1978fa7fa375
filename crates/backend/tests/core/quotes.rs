use backend::seal::fingerprint;
use backend::service::quoting::SealedTerms;
use contract::billing::{Cycle, Line};

use crate::calls::edit;
use crate::support::{App, FaultyGateway};

#[tokio::test]
async fn three_sessions_for_the_rest_of_march_cost_241_55() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let quote = buyer.quote(101, 8, Cycle::Monthly, None).await;

    assert_eq!(quote.output.amount_due_minor, 24_155);
    assert_eq!(quote.output.renewal.estimated_due_minor, 124_800);
    assert_eq!(quote.expires_at.seconds_since(quote.as_of), 900);
}

#[tokio::test]
async fn seal_covers_the_whole_quote() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let quote = buyer.quote(101, 8, Cycle::Annual, Some("leap15")).await;

    let sealed: SealedTerms = serde_json::from_str(&quote.sealed).unwrap();
    assert_eq!((&sealed.input, &sealed.output), (&quote.input, &quote.output));
    assert_eq!(
        (sealed.organization, sealed.user.as_str(), sealed.version),
        (101, "u_billing", quote.version)
    );
    assert_eq!((sealed.price_version, sealed.tax_version, sealed.promotion_version), (1, 1, Some(1)));
    assert_eq!(sealed.expires_at, quote.expires_at);
    assert_eq!(quote.quote_hash, fingerprint(&quote.sealed));
    assert!(app.state.seals.verify(&quote.sealed, &quote.seal));
    assert!(!app.state.seals.verify(&quote.sealed.replace("101", "102"), &quote.seal));
    assert!(!quote.sealed.contains([' ', '\n']));
    let promo = quote.input.promo.unwrap();
    assert_eq!((promo.redeemed, promo.account_redeemed, promo.max_redemptions), (0, 0, None));
}

#[tokio::test]
async fn upgrade_to_annual_credits_the_unused_days_of_march() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let quote = buyer.quote(101, 5, Cycle::Annual, None).await;

    // 5 x 1,560.00, less the credit of 780.00 x 16 of 31 days = 402.58.
    assert_eq!(quote.output.amount_due_minor, 780_000 - 40_258);
    assert_eq!(quote.output.period_end.to_string(), "2027-03-16T00:00:00Z");
}

#[tokio::test]
async fn yen_and_dinar_amounts_use_their_own_decimals() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    // 19,800 x 15 of 31 days = 9,580.65, plus 10 % tax of 9,581 = 958.1.
    assert_eq!(buyer.quote(103, 4, Cycle::Monthly, None).await.output.amount_due_minor, 9_581 + 958);
    // 47.950 x 18 of 31 days = 27.841935. The gateway charges multiples of 0.010, so 0.002 stay on the balance, beside
    // the 0.003 of the last payment.
    let dinar = buyer.quote(104, 3, Cycle::Monthly, None).await.output;
    assert_eq!((dinar.total_minor, dinar.amount_due_minor, dinar.balance_after_minor), (27_842, 27_840, -5));
}

#[tokio::test]
async fn quote_applies_the_balance_and_adds_tax() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    // 145.00 x 22 of 31 days = 102.90, plus tax of 20.58, less the balance of 50.00.
    let quote = buyer.quote(105, 5, Cycle::Monthly, None).await;
    assert_eq!((quote.output.total_minor, quote.output.amount_due_minor), (12_348, 7_348));
    assert_eq!(quote.output.balance_after_minor, 0);

    // 156.00 x 25 of 31 days = 125.81, plus the debt of 12.50.
    let quote = buyer.quote(107, 4, Cycle::Monthly, None).await;
    assert_eq!(quote.output.amount_due_minor, 12_581 + 1_250);
}

#[tokio::test]
async fn per_second_plan_is_prorated_by_the_second() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    let quote = buyer.quote(109, 3, Cycle::Monthly, None).await;

    let Line::Charge { units, of, amount_minor, .. } = quote.output.lines[0] else {
        panic!("the first line is not a charge")
    };
    assert_eq!(of, 31 * 86_400);
    assert_eq!(units, quote.input.snapshot.subscription.period_end.seconds_since(quote.as_of));
    assert_eq!(amount_minor, (2 * 15_600 * units + of) / (2 * of));
}

#[tokio::test]
async fn inactive_subscriptions_are_not_quoted() {
    let app = App::open().await;
    let buyer = app.person("billing").await;

    buyer.try_quote(106, 8, Cycle::Monthly, None).await.refused(409, "subscription_canceled");
    buyer.try_quote(108, 8, Cycle::Monthly, None).await.refused(409, "subscription_past_due");
    app.set_time("2026-04-06T00:00:00Z");
    buyer.try_quote(106, 8, Cycle::Monthly, None).await.refused(409, "subscription_ended");
}

#[tokio::test]
async fn switch_to_monthly_is_refused_with_the_earliest_date() {
    let app = App::open().await;
    let owner = app.person("owner").await;

    let answer = owner.try_quote(102, 12, Cycle::Monthly, None).await;

    let problem = answer.refused(422, "cycle_downgrade_not_allowed");
    assert_eq!(
        problem.possible_from.map(|instant| instant.to_string()).as_deref(),
        Some("2026-10-16T00:00:00Z")
    );
}

#[tokio::test]
async fn amount_above_the_gateway_limit_names_the_contact() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    gateway.set(|faults| faults.max_amount_minor = Some(24_154));
    app.use_gateway(gateway);
    let buyer = app.person("billing").await;

    let problem =
        buyer.try_quote(101, 8, Cycle::Monthly, None).await.refused(422, "amount_above_gateway_limit");

    assert!(problem.detail.contains("billing@example.com"), "{}", problem.detail);
    buyer.quote(101, 7, Cycle::Monthly, None).await;
}

#[tokio::test]
async fn new_price_list_applies_to_new_quotes_only() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let before = buyer.quote(101, 5, Cycle::Annual, None).await;

    edit(&app.state, "INSERT INTO price_list VALUES ('USD', 2, 16000, 160000)").await;

    let after = buyer.quote(101, 5, Cycle::Annual, None).await;
    assert_eq!(before.input.snapshot.prices.annual, 156_000);
    assert_eq!(after.output.charge_minor, 800_000);
    // Additional sessions keep the unit price of the current period.
    assert_eq!(buyer.quote(101, 8, Cycle::Monthly, None).await.output.amount_due_minor, 24_155);
}
