//! Databases of earlier releases, with payments and a renewal that were open when the service stopped. A new release
//! adds a database dump and a gateway log. Existing files are never changed or removed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use backend::service::payment;
use backend::service::quoting::SealedTerms;
use backend::service::renewals::{Booking, book_all_due, book_due};
use contract::billing::Instant;
use contract::{Page, ReceiptSummary};
use gateway::{GatewayError, Intent, IntentStatus, PaymentGateway};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection};

use crate::support::{App, Intercept, Intercepted};

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
    let mut app = App::open_in(folder, instant).await;
    let gateway = EarlierGateway { inner: app.gateway(), intents: intents(gateway_log) };
    app.use_gateway(Arc::new(Intercepted(gateway)));
    app
}

/// A gateway that still has the intents of an earlier release.
struct EarlierGateway {
    inner: Arc<dyn PaymentGateway>,
    intents: HashMap<String, Intent>,
}

#[async_trait]
impl Intercept for EarlierGateway {
    fn inner(&self) -> &dyn PaymentGateway {
        &*self.inner
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        match self.intents.get(intent) {
            Some(known) => Ok(known.clone()),
            None => self.inner.retrieve(intent).await,
        }
    }
}

/// The intents in the log of an earlier gateway, as they were at its end.
fn intents(log: &str) -> HashMap<String, Intent> {
    let mut intents = HashMap::new();
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let Some(id) = event["intent"].as_str() else { continue };
        let status = match event["event"].as_str().unwrap() {
            "succeeded" => IntentStatus::Succeeded,
            "declined" => IntentStatus::Declined,
            "requires_action" => IntentStatus::RequiresAction,
            "canceled" => IntentStatus::Canceled,
            _ => IntentStatus::Unconfirmed,
        };
        let text = |name: &str| event[name].as_str().map(str::to_owned);
        let intent = Intent {
            id: id.to_owned(),
            status,
            amount_minor: event["amountMinor"].as_i64().unwrap(),
            currency: text("currency").unwrap(),
            organization: event["organization"].as_i64().unwrap(),
            attempt: text("attempt").unwrap(),
            decline: None,
            confirmation_url: None,
            customer: None,
            card_ref: text("cardRef"),
            charge: None,
            created: Instant::parse(event["at"].as_str().unwrap()).unwrap(),
            metadata: BTreeMap::new(),
        };
        intents.insert(id.to_owned(), intent);
    }
    intents
}

/// The amounts that the gateway of an earlier release has charged.
fn charged_before(log: &str) -> i64 {
    let charged = |intent: &Intent| intent.status == IntentStatus::Succeeded;
    intents(log).into_values().filter(charged).map(|intent| intent.amount_minor).sum()
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
    let charged = charged_before(FIRST_RELEASE_LOG) + app.log().charges().iter().sum::<i64>();
    assert_eq!(books.cash().await, charged);
    // 6 sessions of Atelier Nord at 145.00 plus 20 % tax.
    let cash = "SELECT COUNT(*) FROM ledger_entry WHERE account = 'cash' AND amount_minor = 104400";
    assert_eq!(books.number(cash).await, 1);
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
