use contract::billing::Cycle;

use crate::support::{App, TestPayment, key};

#[tokio::test]
async fn one_quote_paid_from_two_tabs_is_charged_once() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let other_tab = TestPayment { key: Some(key()), ..payment.clone() };

    let first = buyer.pay(&payment).await.is(201).upgrade();
    let second = buyer.pay(&other_tab).await.refused(409, "quote_already_paid");

    assert_eq!(second.receipt.map(|receipt| *receipt), first.receipt);
    assert_eq!(app.log().charges(), [24_155]);
}

#[tokio::test]
async fn one_of_two_concurrent_upgrades_is_paid() {
    let app = App::open().await;
    let (buyer, owner) = (app.person("billing").await, app.person("owner").await);
    let card = buyer.use_card(101, "pm_card_visa").await;
    let mut charged = Vec::new();

    for round in 0..10 {
        let sessions = buyer.subscription(101).await.engine.subscription.sessions;
        let one = buyer.quote(101, sessions + 1, Cycle::Monthly, None).await;
        let two = owner.quote(101, sessions + 2, Cycle::Monthly, None).await;
        let (one, two) = (TestPayment::of(101, &one, &card.id), TestPayment::of(101, &two, &card.id));

        let (first, second) = tokio::join!(buyer.pay(&one), owner.pay(&two));

        let (paid, refused, of_paid) =
            if first.status == 201 { (first, second, &one) } else { (second, first, &two) };
        paid.clone().is(201);
        charged.push(of_paid.body.expected_due_minor);
        if refused.status == 409 {
            let open = refused.refused(409, "attempt_open").attempt.unwrap();
            assert_eq!(open.by, paid.upgrade().attempt.by, "round {round}");
        } else {
            let problem = refused.refused(412, "version_changed");
            let change = problem.change.unwrap();
            assert_eq!(change.by, paid.upgrade().attempt.by, "round {round}");
            assert_eq!(change.before.sessions, sessions);
        }
    }

    assert_eq!(app.log().charges(), charged);
    assert_eq!(app.books().cash().await, charged.iter().sum::<i64>());
    app.books().are_sound().await;
}

#[tokio::test]
async fn conflicting_upgrade_is_named_with_a_fresh_quote() {
    let app = App::open().await;
    let (buyer, owner) = (app.person("billing").await, app.person("owner").await);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let other = owner.quote(101, 6, Cycle::Monthly, None).await;
    let card = payment.body.payment_method_id.clone().unwrap();
    owner.pay(&TestPayment::of(101, &other, &card)).await.is(201);

    let problem = buyer.pay(&payment).await.refused(412, "version_changed");

    let change = problem.change.unwrap();
    assert_eq!((change.before.sessions, change.after.sessions), (5, 6));
    let fresh = problem.quote.unwrap();
    assert_eq!((fresh.version, fresh.input.target.sessions), (other.version + 1, 8));
    // Two sessions for 16 of 31 days.
    assert_eq!(fresh.output.amount_due_minor, 16_103);
    buyer.pay(&TestPayment::of(101, &fresh, &card)).await.is(201);
    assert_eq!(app.log().charges(), [8_052, 16_103]);
}
