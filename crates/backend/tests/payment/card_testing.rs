use backend::service::renewals;
use contract::{AttemptState, Charged, SubscriptionStatus};
use http_server::Limits;
use tokio::task::JoinSet;

use crate::support::{Answer, App, Fault, FaultyGateway, Person, TestPayment};

async fn decline(person: &Person, organization: i64, sessions: i64) {
    let payment = person.prepare(organization, sessions, "pm_card_chargeCustomerFail").await;
    person.pay(&payment).await.refused(402, "payment_declined");
}

fn assert_retry_after(answer: &Answer, most: u64) {
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=most).contains(&seconds), "{seconds} s");
}

#[tokio::test]
async fn five_declines_of_one_person_block_the_sixth_payment() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for sessions in 6..11 {
        decline(&buyer, 101, sessions).await;
    }
    let intents = app.log().count("intent_created");

    // A valid card in another organization is refused too, so the limit does not reveal which cards work.
    let good = buyer.prepare(103, 8, "pm_card_visa").await;
    let answer = buyer.pay(&good).await;
    let problem = answer.refused(429, "too_many_declines");

    assert_eq!(problem.charged, Charged::No);
    assert_retry_after(&answer, 3_600);
    assert_eq!(app.log().count("intent_created"), intents, "the gateway is not called");
    assert!(buyer.subscription(103).await.open_attempt.is_none());
    app.books().are_sound().await;

    app.wait_seconds(3_601);
    let quoted = buyer.prepare(103, 8, "pm_card_visa").await;
    buyer.pay(&quoted).await.is(201);
}

const DECLINES: &str = "SELECT COUNT(*) FROM upgrade_attempt WHERE state = 'declined'";

#[tokio::test]
async fn payments_without_an_answer_count_toward_the_decline_limit() {
    let mut app = App::open().await;
    let gateway = FaultyGateway::new(app.gateway());
    app.use_gateway(gateway.clone());
    let buyer = app.person("billing").await;
    for sessions in 6..10 {
        decline(&buyer, 101, sessions).await;
    }
    let mut payments = Vec::new();
    for (organization, sessions) in [(101, 8), (103, 8), (104, 3)] {
        payments.push(buyer.prepare(organization, sessions, "pm_card_chargeCustomerFail").await);
    }
    // The card is declined, but the response is lost.
    gateway.set(|faults| faults.confirm = Fault::ResponseLost);
    buyer.pay(&payments[0]).await.is(202);
    for payment in &payments[1..] {
        let answer = buyer.pay(payment).await;
        assert_eq!(answer.refused(429, "rate_limited").charged, Charged::No);
        assert_retry_after(&answer, 10);
    }
    gateway.set(|faults| faults.confirm = Fault::None);

    app.run_recovery().await;

    assert_eq!((app.books().number(DECLINES).await, app.log().count("declined")), (5, 5));
    let late = buyer.prepare(103, 8, "pm_card_visa").await;
    buyer.pay(&late).await.refused(429, "too_many_declines");
    app.books().are_sound().await;
}

#[tokio::test]
async fn late_copy_of_a_refused_payment_is_charged_once() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for sessions in 6..11 {
        decline(&buyer, 101, sessions).await;
    }
    app.wait_seconds(3_590);
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;
    let key = payment.key.clone().unwrap();
    assert_eq!(buyer.pay(&payment).await.refused(429, "too_many_declines").charged, Charged::No);
    let by_key = buyer.attempt_by_key(101, &key).await.refused(404, "attempt_unknown");
    assert_eq!(by_key.charged, Charged::Unknown, "another copy can still arrive");
    let paid_again = TestPayment { key: Some(uuid::Uuid::new_v4().to_string()), ..payment.clone() };
    app.wait_seconds(20);

    buyer.pay(&payment).await.is(201);

    let settled = buyer.attempt_by_key(101, &key).await.is(200).upgrade().attempt;
    assert_eq!((settled.state, settled.charged), (AttemptState::Charged, Charged::Yes));
    buyer.pay(&payment).await.is(200);
    buyer.pay(&paid_again).await.refused(409, "quote_already_paid");
    assert_eq!(app.log().charges(), [24_155]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn parallel_payments_in_several_organizations_share_one_limit() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for sessions in 6..10 {
        decline(&buyer, 101, sessions).await;
    }
    let mut running = JoinSet::new();
    for (organization, sessions) in [(101, 8), (103, 8), (104, 3)] {
        let payment = buyer.prepare(organization, sessions, "pm_card_chargeCustomerFail").await;
        let buyer = buyer.clone();
        running.spawn(async move { buyer.pay(&payment).await.status.as_u16() });
    }
    let mut statuses = running.join_all().await;

    statuses.sort_unstable();
    assert_eq!(statuses, [402, 429, 429]);
    assert_eq!((app.books().number(DECLINES).await, app.log().count("declined")), (5, 5));
}

#[tokio::test]
async fn ten_declines_block_the_whole_organization() {
    let app = App::open().await;
    let (billing, owner) = (app.person("billing").await, app.person("owner").await);
    for sessions in 6..11 {
        decline(&billing, 101, sessions).await;
        decline(&owner, 101, sessions).await;
    }
    let mut transaction = app.state.store.begin().await.unwrap();
    sqlx::query("UPDATE membership SET role = 'OWNER' WHERE person = 'u_admin' AND organization = 101")
        .execute(&mut *transaction)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let third = app.person("admin").await;

    let payment = third.prepare(101, 8, "pm_card_visa").await;
    third.pay(&payment).await.refused(429, "too_many_declines");
    assert!(app.log().charges().is_empty());
}

#[tokio::test]
async fn payments_that_succeed_do_not_count_as_declines() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for sessions in 6..9 {
        decline(&buyer, 101, sessions).await;
    }
    for sessions in 6..12 {
        let payment = buyer.prepare(101, sessions, "pm_card_visa").await;
        buyer.pay(&payment).await.is(201);
    }
    let payment = buyer.prepare(101, 12, "pm_card_chargeCustomerFail").await;

    buyer.pay(&payment).await.refused(402, "payment_declined");
    assert_eq!(app.books().states().await.last().map(String::as_str), Some(AttemptState::Declined.as_str()));
}

#[tokio::test]
async fn visits_to_the_page_that_saves_a_card_are_limited() {
    let mut app = App::open().await;
    app.state = app.state.with_limits(&Limits::default().for_one_client());
    let buyer = app.person("billing").await;
    let mut running = JoinSet::new();
    for visit in 0..40 {
        let buyer = buyer.clone();
        running.spawn(async move { buyer.open_setup([101, 103, 104][visit % 3]).await });
    }
    let (mut opened, mut limited) = (0, 0);
    while let Some(answer) = running.join_next().await {
        let answer = answer.unwrap();
        if answer.status == 201 {
            opened += 1;
        } else {
            answer.refused(429, "too_many_cards");
            assert_retry_after(&answer, 360);
            limited += 1;
        }
    }

    assert_eq!((opened, limited), (10, 30));
    app.wait_seconds(361);
    buyer.open_setup(101).await.is(201);
    buyer.open_setup(101).await.refused(429, "too_many_cards");
}

const APRIL: &str = "2026-04-01T00:00:10Z";

#[tokio::test]
async fn saved_cards_do_not_bypass_the_decline_limit_through_a_renewal() {
    let app = App::open().await;
    let (buyer, owner) = (app.person("billing").await, app.person("owner").await);
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    app.set_time(APRIL);
    renewals::book_due(&app.state, 101).await.unwrap();
    for _ in 0..8 {
        buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    }
    assert_eq!(app.log().count("declined"), 5, "the limit of one person");

    // A good card does not reveal whether the bank accepts it.
    let saved = buyer.use_card(101, "pm_card_visa").await;

    let read = buyer.subscription(101).await;
    assert_eq!((read.status, read.payment_method.unwrap().id), (SubscriptionStatus::PastDue, saved.id));
    assert!(app.log().charges().is_empty());
    let payment = buyer.prepare(104, 3, "pm_card_visa").await;
    buyer.pay(&payment).await.refused(429, "too_many_declines");
    for _ in 0..8 {
        owner.use_card(101, "pm_card_chargeCustomerFail").await;
    }
    assert_eq!(app.log().count("declined"), 10, "the limit of the organization");
    owner.use_card(101, "pm_card_visa").await;
    assert!(app.log().charges().is_empty());

    app.set_time("2026-04-01T01:00:20Z");
    renewals::book_due(&app.state, 101).await.unwrap();
    let status = buyer.subscription(101).await.status;
    assert_eq!(status, SubscriptionStatus::Active, "the card is tried after the limit's hour");
    assert_eq!(app.log().charges(), [78_000]);
    app.books().are_sound().await;
}

#[tokio::test]
async fn valid_card_after_too_many_declines_is_charged_before_the_end() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    // The last scheduled try is on April 15, the end on April 22.
    for day in [APRIL, "2026-04-04T00:00:10Z", "2026-04-08T00:00:10Z", "2026-04-15T00:00:10Z"] {
        app.set_time(day);
        renewals::book_due(&app.state, 101).await.unwrap();
    }
    app.set_time("2026-04-21T23:30:00Z");
    for _ in 0..6 {
        buyer.use_card(101, "pm_card_chargeCustomerFail").await;
    }
    buyer.use_card(101, "pm_card_visa").await;
    assert!(app.log().charges().is_empty());

    app.set_time("2026-04-21T23:59:10Z");
    renewals::book_due(&app.state, 101).await.unwrap();

    assert_eq!(buyer.subscription(101).await.status, SubscriptionStatus::Active);
    assert_eq!(app.log().charges(), [78_000]);
    app.books().are_sound().await;
}
