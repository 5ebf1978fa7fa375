//! Databases of earlier releases, with payments and a renewal that were open when the service stopped. A new release
//! adds a database dump and a gateway log. Existing files are never changed or removed.

use backend::service::payment;
use backend::service::quoting::SealedTerms;
use backend::service::renewals::{Booking, book_all_due, book_due};
use contract::{Page, ReceiptSummary};
use sqlx::{Connection, SqliteConnection};

use crate::support::App;

const FIRST_RELEASE: &str = include_str!("golden/first-release.sql");
const FIRST_RELEASE_LOG: &str = include_str!("golden/first-release.jsonl");

/// Opens the current service on the files of an earlier release.
async fn open(dump: &'static str, gateway_log: &str, instant: &str) -> App {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("billing.sqlite");
    let mut connection =
        SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
    sqlx::raw_sql(dump).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    std::fs::write(folder.path().join("sandbox-gateway.jsonl"), gateway_log).unwrap();
    App::open_in(folder, instant).await
}

#[tokio::test]
async fn open_payments_and_renewals_of_the_first_release_are_finished() {
    let app = open(FIRST_RELEASE, FIRST_RELEASE_LOG, "2026-04-08T00:00:30Z").await;
    let books = app.books();
    assert_eq!(
        books.texts("SELECT recovery_point FROM upgrade_attempt ORDER BY started_at, rowid").await,
        ["R3", "R3", "R4", "R2u", "R2", "R3"]
    );

    assert_eq!(app.run_recovery().await, 2);

    assert_eq!(
        books.states().await,
        ["charged", "charged", "declined", "charged", "charged", "charged"],
        "recovery settles the payment with a lost response and the one confirmed at the bank"
    );
    book_all_due(&app.state).await.unwrap();
    let renewed = "SELECT state FROM renewal WHERE subscription = 'sub_105'";
    assert_eq!(books.texts(renewed).await[0], "paid");
    assert_eq!(books.cash().await, app.log().charges().iter().sum::<i64>());
    // 6 sessions of Atelier Nord at 145.00 plus 20 % tax.
    assert!(app.log().charges().contains(&104_400));
    books.are_sound().await;
}

#[tokio::test]
async fn every_stored_json_of_the_first_release_is_readable() {
    let app = open(FIRST_RELEASE, FIRST_RELEASE_LOG, "2026-04-08T00:00:30Z").await;
    let books = app.books();
    let buyer = app.person("billing").await;

    let sealed = books.texts("SELECT sealed FROM quote UNION ALL SELECT sealed FROM upgrade_attempt").await;
    for text in &sealed {
        assert_eq!(SealedTerms::from_text(text).unwrap().format, 0);
    }
    let bookings = books.texts("SELECT booking FROM renewal").await;
    for text in &bookings {
        assert_eq!(Booking::from_text(text).unwrap().format, 0);
    }
    assert!(sealed.len() >= 12 && bookings.len() == 2, "{} {}", sealed.len(), bookings.len());
    for organization in [101, 104, 105, 109] {
        let path = format!("/organizations/{organization}/testcloud/receipts");
        let page: Page<ReceiptSummary> = buyer.get(&path).await.is(200).json();
        for receipt in page.content {
            buyer.get(&format!("{path}/{}", receipt.number)).await.is(200);
        }
        for id in books.texts("SELECT id FROM upgrade_attempt WHERE card IS NOT NULL").await {
            let answer = buyer.attempt(organization, &id).await;
            assert!(matches!(answer.status.as_u16(), 200 | 202 | 404), "{}", answer.status);
        }
    }
    // The period has ended, so the renewal must be booked first.
    book_due(&app.state, 103).await.unwrap();
    let sealed_now = buyer.quote(103, 5, contract::billing::Cycle::Monthly, None).await.sealed;
    assert_eq!(SealedTerms::from_text(&sealed_now).unwrap().format, 1);
    let newer = sealed_now.replace("\"format\":1", "\"format\":2");
    assert!(SealedTerms::from_text(&newer).is_err(), "a format of a later release is refused");
    assert!(payment::reconcile(&app.state).await.is_ok());
}

#[tokio::test]
async fn unpaid_renewal_of_a_period_that_an_upgrade_replaced_is_closed() {
    let damage = "
        INSERT INTO renewal SELECT 'sub_109', 1775103387, 'declined', tries, booking, amount_minor, currency, NULL, NULL,
            next_try_at, NULL FROM renewal WHERE subscription = 'sub_108';
        UPDATE subscription SET status = 'past_due' WHERE id = 'sub_109';";
    let app =
        open(format!("{FIRST_RELEASE}{damage}").leak(), FIRST_RELEASE_LOG, "2026-04-08T00:00:30Z").await;

    let states = "SELECT subscription || ' ' || renewal.state || ' ' || status FROM renewal
                  JOIN subscription ON subscription.id = subscription WHERE subscription IN ('sub_108', 'sub_109')";
    assert_eq!(
        app.books().texts(states).await,
        ["sub_108 declined past_due", "sub_109 ended active"],
        "only the renewal of the current period is still due"
    );
}
