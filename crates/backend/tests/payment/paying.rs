use contract::billing::Cycle;
use contract::{AttemptState, Charged, Receipt, SubscriptionStatus, UpgradeAnswer, paths};

use crate::support::{App, TestPayment};

#[tokio::test]
async fn three_more_sessions_halfway_through_march_cost_241_55() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let before = buyer.subscription(101).await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;

    let answer = buyer.pay(&payment).await.is(201);

    let UpgradeAnswer { attempt, receipt, subscription } = answer.upgrade();
    assert_eq!((attempt.state, attempt.charged), (AttemptState::Charged, Charged::Yes));
    assert_eq!(attempt.amount_due_minor, 24_155);
    let receipt = receipt.unwrap();
    assert_eq!((receipt.quoted_minor, receipt.charged_minor), (24_155, 24_155));
    assert_eq!((receipt.before.sessions, receipt.after.sessions), (5, 8));
    assert_eq!(receipt.quote_hash.as_ref(), Some(&payment.body.quote_hash));
    assert_eq!(receipt.payment_method.as_ref().unwrap().last4, "4242");
    let after = subscription.unwrap();
    assert_eq!((after.version, after.engine.subscription.sessions), (before.version + 1, 8));
    assert_eq!(after.status, SubscriptionStatus::Active);
    assert!(after.open_attempt.is_none());
    assert_eq!(after.engine.subscription.unit_price_minor, 15_600);
    let segment = after.engine.subscription.segments.last().unwrap();
    assert_eq!((segment.net_minor, segment.tax_minor), (24_155, 0));
    assert_eq!(after.last_upgrade.unwrap().by, attempt.by);

    assert_eq!(app.log().charges(), [24_155]);
    assert_eq!(app.log().charged_intents(), [receipt.gateway_reference.unwrap()]);
    assert_eq!(app.log().keys("intent_created"), [format!("test:{}:create", attempt.id)]);
    assert_eq!(app.log().keys("confirming"), [format!("test:{}:confirm", attempt.id)]);
    let books = app.books();
    assert_eq!(books.cash().await, 24_155);
    let revenue =
        "SELECT amount_minor FROM ledger_entry WHERE account = 'revenue' AND entry_group LIKE 'attempt:%'";
    assert_eq!(books.number(revenue).await, -24_155);
    assert_eq!(books.number("SELECT sessions FROM subscription WHERE organization = 101").await, 8);
    assert_eq!(books.number("SELECT COUNT(*) FROM outbox WHERE kind = 'upgrade_paid'").await, 1);
    let trail = books.texts("SELECT event FROM audit WHERE event LIKE 'attempt.%' ORDER BY sequence").await;
    assert_eq!(trail, ["attempt.started", "attempt.intent_stored", "attempt.charged"]);
    books.are_sound().await;
}

#[tokio::test]
async fn later_reads_return_the_same_upgrade_as_the_payment() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let key = payment.key.clone().unwrap();

    let answer = buyer.pay(&payment).await.is(201);

    let location = answer.header("location").unwrap().to_owned();
    let paid = answer.upgrade();
    let receipt = paid.receipt.clone().unwrap();
    let by_location = buyer.get(location.strip_prefix(paths::API_BASE).unwrap()).await.is(200).upgrade();
    assert_eq!((&by_location.attempt, &by_location.receipt), (&paid.attempt, &paid.receipt));
    let by_key = buyer.attempt_by_key(101, &key).await.is(200).upgrade();
    assert_eq!(by_key, by_location);
    let path = format!("{}/receipts/{}", paths::testcloud(101), receipt.number);
    assert_eq!(buyer.get(&path).await.is(200).json::<Receipt>(), receipt);
    let colleague = app.person("owner").await;
    assert_eq!(colleague.attempt(101, &paid.attempt.id).await.is(200).upgrade(), by_location);
}

#[tokio::test]
async fn receipts_are_numbered_without_gaps_and_declines_use_no_number() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let mut numbers = Vec::new();

    for (sessions, token, status) in
        [(6, "pm_card_visa", 201), (7, "pm_card_chargeCustomerFail", 402), (8, "pm_card_visa", 201)]
    {
        let payment = buyer.prepare(101, sessions, token).await;
        let answer = buyer.pay(&payment).await.is(status);
        if status == 201 {
            numbers.push(answer.upgrade().receipt.unwrap().number);
        }
    }

    let sequence = |number: &String| number.rsplit('-').next().unwrap().parse::<i64>().unwrap();
    assert!(numbers.iter().all(|number| number.starts_with("R-101-")), "{numbers:?}");
    assert_eq!(sequence(&numbers[1]), sequence(&numbers[0]) + 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn upgrade_with_nothing_due_needs_no_gateway_and_no_card() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let quote = buyer.quote(101, 8, Cycle::Monthly, Some("FREE100")).await;
    assert_eq!(quote.output.amount_due_minor, 0);

    let answer = buyer.pay(&TestPayment::of(101, &quote, "")).await.is(201).upgrade();

    assert_eq!((answer.attempt.state, answer.attempt.charged), (AttemptState::Charged, Charged::No));
    let receipt = answer.receipt.unwrap();
    assert_eq!((receipt.quoted_minor, receipt.charged_minor), (0, 0));
    assert_eq!((receipt.payment_method, receipt.gateway_reference), (None, None));
    assert_eq!(answer.subscription.unwrap().engine.subscription.sessions, 8);
    assert_eq!(app.log().count("intent_created"), 0);
    assert_eq!(app.books().cash().await, 0);
    app.books().are_sound().await;
}

#[tokio::test]
async fn upgrade_to_annual_credits_the_paid_period_and_starts_today() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(101, "pm_card_visa").await;
    let quote = buyer.quote(101, 8, Cycle::Annual, None).await;

    let answer = buyer.pay(&TestPayment::of(101, &quote, &card.id)).await.is(201).upgrade();

    let terms = answer.subscription.unwrap().engine.subscription;
    assert_eq!((terms.cycle, terms.sessions, terms.unit_price_minor), (Cycle::Annual, 8, 156_000));
    assert_eq!(terms.period_start.to_string(), "2026-03-16T00:00:00Z");
    assert_eq!(terms.period_end.to_string(), "2027-03-16T00:00:00Z");
    let [segment] = terms.segments.as_slice() else { panic!("{:?}", terms.segments) };
    assert_eq!(segment.net_minor, 8 * 156_000);
    assert_eq!(app.log().charges(), [quote.output.amount_due_minor]);
    assert_eq!(app.books().cash().await, quote.output.amount_due_minor);
    app.books().are_sound().await;
}

#[tokio::test]
async fn tax_and_balance_are_booked_to_their_accounts() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let card = buyer.use_card(105, "pm_card_visa").await;
    let sessions = buyer.subscription(105).await.engine.subscription.sessions;
    let quote = buyer.quote(105, sessions + 40, Cycle::Monthly, None).await;
    let (sealed, output) = (&quote.input.snapshot, &quote.output);
    assert!(sealed.balance_minor > 0 && output.tax_minor > 0 && output.amount_due_minor > 0);

    buyer.pay(&TestPayment::of(105, &quote, &card.id)).await.is(201);

    let books = app.books();
    assert_eq!(books.cash().await, output.amount_due_minor);
    let tax = "SELECT amount_minor FROM ledger_entry WHERE account = 'tax_payable' AND entry_group LIKE 'attempt:%'";
    assert_eq!(books.number(tax).await, -output.tax_minor);
    let balance = "SELECT amount_minor FROM ledger_entry WHERE account = 'customer_balance' AND entry_group LIKE 'attempt:%'";
    assert_eq!(books.number(balance).await, sealed.balance_minor - output.balance_after_minor);
    let left = books.number("SELECT balance_minor FROM organization WHERE id = 105").await;
    assert_eq!(left, output.balance_after_minor);
    books.are_sound().await;
}
