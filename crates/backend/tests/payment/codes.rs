use contract::billing::Cycle;

use crate::support::{App, TestPayment};

const IN_USE: &str = "SELECT COUNT(*) FROM promotion_redemption WHERE state IN ('reserved', 'redeemed')";

#[tokio::test]
async fn last_use_of_a_code_goes_to_one_of_two_organizations() {
    let app = App::open().await;
    let owner = app.person("owner").await;
    let mut payments = Vec::new();
    for (organization, sessions, cycle) in [(101, 8, Cycle::Monthly), (102, 20, Cycle::Annual)] {
        let card = owner.use_card(organization, "pm_card_visa").await;
        let quote = owner.quote(organization, sessions, cycle, Some("LAST1")).await;
        payments.push(TestPayment::of(organization, &quote, &card.id));
    }

    let (one, two) = tokio::join!(owner.pay(&payments[0]), owner.pay(&payments[1]));

    let (paid, refused) = if one.status == 201 { (one, two) } else { (two, one) };
    paid.is(201);
    let problem = refused.refused(409, "promo_exhausted");
    let fresh = problem.quote.expect("the price without the code");
    assert!(fresh.input.promo.is_none());
    assert_eq!(app.log().charges().len(), 1);
    assert_eq!(app.books().number(IN_USE).await, 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn declined_payment_releases_its_code() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("LAST1")).await;
    buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(402);
    assert_eq!(app.books().number(IN_USE).await, 0);

    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("LAST1")).await;
    buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(201);

    assert_eq!(
        app.books().texts("SELECT state FROM promotion_redemption ORDER BY rowid").await,
        ["released", "redeemed"]
    );
    buyer.try_quote(101, 9, Cycle::Monthly, Some("LAST1")).await.refused(422, "promo_exhausted");
}

#[tokio::test]
async fn code_is_reserved_during_bank_confirmation() {
    let app = App::open().await;
    let owner = app.person("owner").await;
    let card = owner.use_card(101, "pm_card_authenticationRequired").await;
    let quote = owner.quote(101, 8, Cycle::Monthly, Some("LAST1")).await;
    let attempt = owner.pay(&TestPayment::of(101, &quote, &card.id)).await.is(202).upgrade().attempt;

    owner.try_quote(102, 20, Cycle::Annual, Some("LAST1")).await.refused(422, "promo_exhausted");
    owner.act_on_attempt(101, &attempt.id, "cancellation").await.is(200);

    owner.try_quote(102, 20, Cycle::Annual, Some("LAST1")).await.is(201);
}

#[tokio::test]
async fn disabled_code_is_refused_with_a_quote_without_it() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("SAVE10")).await;
    app.books().change("UPDATE promotion SET disabled = 1 WHERE code = 'SAVE10'").await;

    let problem = buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.refused(409, "quote_stale");

    assert_eq!(problem.quote.unwrap().output.amount_due_minor, 24_155);
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn expired_code_is_honoured_until_the_quote_expires() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("SAVE10")).await;
    // 24,155 less 2,415.5, rounded away from zero.
    assert_eq!(quote.output.amount_due_minor, 24_155 - 2_416);
    app.books().change("UPDATE promotion SET expires_at = 0 WHERE code = 'SAVE10'").await;

    buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(201);

    assert_eq!(app.log().charges(), [21_739]);
}
