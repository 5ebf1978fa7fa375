//! Compares the fixtures of the app's browser tests with the responses of this service. `WRITE_FIXTURES=1` updates
//! them.

use std::path::PathBuf;

use axum::http::Method;
use backend::seal::fingerprint;
use contract::billing::Cycle;
use contract::{
    Page, Problem, Receipt, ReceiptSummary, SealedQuote, Subscription, UpgradeAnswer, User, paths,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::{Answer, App, TestPayment};

/// Replaces random ids, hashes and seals by placeholders of the same length and format.
fn replace_random_values(value: &mut Value, seen: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => {
            for (was, is) in seen.iter() {
                *text = text.replace(was.as_str(), is);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace_random_values(item, seen)),
        Value::Object(object) => object.values_mut().for_each(|item| replace_random_values(item, seen)),
        _ => {}
    }
}

/// Collects the random values of a response with their placeholders.
fn collect_placeholders(value: &Value, seen: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            add_hash_placeholder(object, seen);
            for (key, item) in object {
                let random = matches!(
                    key.as_str(),
                    "id" | "quoteId"
                        | "quoteHash"
                        | "seal"
                        | "requestId"
                        | "gatewayReference"
                        | "cardFieldUrl"
                );
                if let Some(text) = item.as_str().filter(|text| random && text.len() > 20)
                    && !seen.iter().any(|(was, _)| was == text)
                {
                    seen.push((text.to_owned(), placeholder(text, seen.len())));
                }
                collect_placeholders(item, seen);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_placeholders(item, seen)),
        _ => {}
    }
}

/// Adds the placeholder of a quote hash. Readers can check the hash, so it is computed from the text in the fixture.
fn add_hash_placeholder(object: &serde_json::Map<String, Value>, seen: &mut Vec<(String, String)>) {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let (Some(id), Some(sealed), Some(hash)) = (text("id"), text("sealed"), text("quoteHash")) else {
        return;
    };
    let placeholder_id = placeholder(id, seen.len());
    seen.push((hash.to_owned(), fingerprint(&sealed.replace(id, &placeholder_id))));
    seen.push((id.to_owned(), placeholder_id));
}

fn placeholder(text: &str, number: usize) -> String {
    let (prefix, rest) = text.split_once(['_', '.']).map_or(("", text), |(prefix, rest)| (prefix, rest));
    let digits = format!("{number:0>width$}", width = rest.len());
    match prefix {
        "" => digits,
        "q" | "att" | "pm" | "pi" | "ar" => format!("{prefix}_{digits}"),
        _ => format!("{}.{digits}", "0".repeat(prefix.len())),
    }
}

/// The compared fixtures and the random values seen so far.
struct Fixtures {
    seen: Vec<(String, String)>,
    differing: Vec<String>,
}

impl Fixtures {
    /// Writes or compares one response, which must deserialize as `T`.
    fn check<T: DeserializeOwned>(&mut self, name: &str, answer: &Answer) {
        let _: T = answer.json();
        let mut value: Value = answer.json();
        collect_placeholders(&value, &mut self.seen);
        replace_random_values(&mut value, &mut self.seen);
        let text = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name);
        if std::env::var_os("WRITE_FIXTURES").is_some() {
            std::fs::write(file, text).unwrap();
        } else if std::fs::read_to_string(file).unwrap_or_default() != text {
            self.differing.push(name.to_owned());
        }
    }
}

#[tokio::test]
async fn fixtures_match_the_responses_of_the_service() {
    let app = App::open().await;
    // Responses contain the second of the request.
    let at = |seconds: i64| {
        let midnight = app.state.clock.now().midnight();
        app.state.clock.stop_at(midnight.checked_add_seconds(seconds).unwrap());
    };
    let mut fixtures = Fixtures { seen: Vec::new(), differing: Vec::new() };
    let (billing, user) = (app.person("billing").await, app.person("user").await);
    let testcloud = paths::testcloud(101);
    let mut second = 34_200;
    let mut tick = || {
        second += 1;
        at(second);
    };

    tick();
    fixtures.check::<User>("user-billing.json", &billing.get("/users/me").await.is(200));
    tick();
    fixtures.check::<User>("user-user.json", &user.get("/users/me").await.is(200));
    for (id, name) in [
        (101, "subscription-harbor-qa.json"),
        (103, "subscription-sakura-works.json"),
        (104, "subscription-gulf-labs.json"),
        (106, "subscription-canceled.json"),
        (107, "subscription-no-card.json"),
        (108, "subscription-past-due.json"),
    ] {
        tick();
        let answer = billing.get(&format!("{}/subscription", paths::testcloud(id))).await;
        fixtures.check::<Subscription>(name, &answer.is(200));
    }
    let owner = app.person("owner").await;
    tick();
    let annual = owner.get(&format!("{}/subscription", paths::testcloud(102))).await;
    fixtures.check::<Subscription>("subscription-annual.json", &annual.is(200));
    tick();
    let denied = user.get(&format!("{testcloud}/subscription")).await;
    fixtures.check::<Problem>("problem-role-required.json", &denied.is(403));
    tick();
    let check = json!({"code": "SAVE10", "sessions": 8, "cycle": "monthly"});
    let promotion = billing.send(Method::POST, &format!("{testcloud}/promotion-checks"), &check, &[]).await;
    fixtures.check::<contract::billing::Promotion>("promotion-save10.json", &promotion.is(200));
    tick();
    let check = json!({"code": "LEAP15", "sessions": 8, "cycle": "monthly"});
    let mismatch = billing.send(Method::POST, &format!("{testcloud}/promotion-checks"), &check, &[]).await;
    fixtures.check::<Problem>("problem-promo-cycle-mismatch.json", &mismatch.is(409));
    tick();
    let quoted = billing.try_quote(101, 8, Cycle::Monthly, None).await.is(201);
    fixtures.check::<SealedQuote>("quote-three-sessions.json", &quoted);
    tick();
    let annual = billing.try_quote(101, 5, Cycle::Annual, None).await.is(201);
    fixtures.check::<SealedQuote>("quote-annual.json", &annual);

    let payment = TestPayment::of(101, &quoted.json(), "pm_101");
    tick();
    let paid = billing.pay(&payment).await.is(201);
    fixtures.check::<UpgradeAnswer>("upgrade-charged.json", &paid);
    tick();
    let receipt = billing.get(&format!("{testcloud}/receipts/R-101-000001")).await;
    fixtures.check::<Receipt>("receipt.json", &receipt.is(200));
    tick();
    let history = billing.get(&format!("{testcloud}/receipts")).await;
    fixtures.check::<Page<ReceiptSummary>>("receipts.json", &history.is(200));
    tick();
    let stale = billing.pay(&TestPayment::of(101, &annual.json(), "pm_101")).await;
    fixtures.check::<Problem>("problem-version-changed.json", &stale.is(412));

    billing.use_card(101, "pm_card_chargeCustomerFail").await;
    let card = billing.subscription(101).await.payment_method.unwrap().id;
    tick();
    let quoted = billing.try_quote(101, 9, Cycle::Monthly, None).await.is(201);
    tick();
    let declined = billing.pay(&TestPayment::of(101, &quoted.json(), &card)).await;
    fixtures.check::<Problem>("problem-payment-declined.json", &declined.is(402));

    assert!(
        fixtures.differing.is_empty(),
        "{:?} differ from what the service answers: review, then run this test with WRITE_FIXTURES=1",
        fixtures.differing
    );
}
