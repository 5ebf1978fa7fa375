//! Saving a card on the gateway's page: it is believed only after the gateway has reported it.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::Method;
use contract::{Charged, PaymentMethod, SetupSession, SetupSessionForm, paths};
use gateway::{GatewayError, NewSetupSession, PaymentGateway, SetupSession as GatewaySession};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{App, Intercept, Intercepted, gateway_at};

const CARDS: &str = "SELECT COUNT(*) FROM payment_card WHERE organization = 101";

async fn card_on_file(person: &crate::support::Person, organization: i64) -> Option<PaymentMethod> {
    person.subscription(organization).await.payment_method
}

#[tokio::test]
async fn card_is_on_file_after_the_gateway_has_reported_it() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let before = card_on_file(&buyer, 101).await.unwrap();
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    assert!(session.url.as_deref().unwrap().starts_with(&app.gateway_address), "{session:?}");

    let open: SetupSession = buyer.complete_setup(101, &session.id).await.is(202).json();
    assert_eq!(open, session, "the page is open");
    assert_eq!(card_on_file(&buyer, 101).await.unwrap(), before);

    buyer.enter_card(&session, "pm_card_mastercard").await;
    let saved: SetupSession = buyer.complete_setup(101, &session.id).await.is(200).json();

    let card = saved.payment_method.unwrap();
    assert_eq!((card.brand.as_str(), card.last4.as_str()), ("mastercard", "4444"));
    assert_eq!(saved.url, None);
    assert_eq!(card_on_file(&buyer, 101).await.unwrap(), card);
    let audited =
        "SELECT COUNT(*) FROM audit WHERE event = 'payment_method.replaced' AND actor = 'u_billing'";
    assert_eq!(app.books().number(audited).await, 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn repeated_and_parallel_completions_save_one_card() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let cards = app.books().number(CARDS).await;
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&session, "pm_card_visa").await;
    let mut running = JoinSet::new();
    for _ in 0..8 {
        let (buyer, id) = (buyer.clone(), session.id.clone());
        running.spawn(async move { buyer.complete_setup(101, &id).await });
    }

    let answers = running.join_all().await;

    let first: SetupSession = answers[0].clone().is(200).json();
    assert!(answers.iter().all(|answer| answer.clone().is(200).body == answers[0].body));
    assert_eq!(app.books().number(CARDS).await, cards + 1);
    // The card of a later visit stays on file.
    let later = buyer.use_card(101, "pm_card_mastercard").await;
    let repeated: SetupSession = buyer.complete_setup(101, &session.id).await.is(200).json();
    assert_eq!(repeated, first);
    assert_eq!(card_on_file(&buyer, 101).await.unwrap(), later);
}

#[tokio::test]
async fn session_of_another_organization_or_an_unknown_one_is_not_found() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&session, "pm_card_mastercard").await;
    let before = card_on_file(&buyer, 103).await;

    buyer.complete_setup(103, &session.id).await.refused(404, "not_found");
    let gateway_session = session.url.as_deref().unwrap().rsplit('/').next().unwrap();
    for forged in ["setup_0", "x", gateway_session] {
        buyer.complete_setup(101, forged).await.refused(404, "not_found");
    }

    assert_eq!(card_on_file(&buyer, 103).await, before);
    let admin = app.person("admin").await;
    admin.complete_setup(101, &session.id).await.refused(403, "role_required");
    admin.open_setup(101).await.refused(403, "role_required");
}

#[tokio::test]
async fn expired_page_saves_no_card() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    app.set_time(&session.expires_at.checked_add_seconds(1).unwrap().to_string());
    let buyer = app.person("billing").await;

    buyer.complete_setup(101, &session.id).await.refused(409, "setup_unfinished");
    buyer.complete_setup(101, &session.id).await.refused(409, "setup_unfinished");
}

#[tokio::test]
async fn card_of_an_earlier_visit_does_not_replace_a_later_one() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    let earlier: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&earlier, "pm_card_visa").await;
    app.set_time("2026-03-16T09:32:00Z");
    let later = buyer.use_card(101, "pm_card_mastercard").await;

    buyer.complete_setup(101, &earlier.id).await.refused(409, "setup_unfinished");

    assert_eq!(card_on_file(&buyer, 101).await.unwrap(), later);
}

#[tokio::test]
async fn return_path_must_be_a_page_of_the_organization() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    for path in ["https://evil.example/", "//evil.example", "/sign-in", "/organizations/103/settings", ""] {
        let form = json!({ "return": path });
        let answer = buyer.send(Method::POST, &paths::setup_sessions(101), &form, &[]).await;
        assert_eq!(answer.refused(422, "return_invalid").fields[0].path, "return", "{path}");
    }
    let form = SetupSessionForm {
        r#return: "/organizations/101/settings".to_owned(),
        locale: Some("EN_us".to_owned()),
    };
    buyer.send(Method::POST, &paths::setup_sessions(101), &form, &[]).await.refused(422, "body_invalid");
    assert_eq!(app.log().count("session_created"), 0);
}

/// A gateway that responds about another session than the requested one.
struct ConfusedGateway {
    inner: Arc<dyn PaymentGateway>,
}

#[async_trait]
impl Intercept for ConfusedGateway {
    fn inner(&self) -> &dyn PaymentGateway {
        &*self.inner
    }

    async fn create_setup_session(&self, new: &NewSetupSession) -> Result<GatewaySession, GatewayError> {
        self.inner.create_setup_session(new).await
    }

    async fn setup_session(&self, session: &str) -> Result<GatewaySession, GatewayError> {
        let session = self.inner.setup_session(session).await?;
        Ok(GatewaySession { organization: 103, ..session })
    }
}

#[tokio::test]
async fn card_of_another_organization_is_not_saved() {
    let mut app = App::open().await;
    app.use_gateway(Arc::new(Intercepted(ConfusedGateway { inner: app.gateway() })));
    let buyer = app.person("billing").await;
    let cards = app.books().number(CARDS).await;
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&session, "pm_card_visa").await;

    buyer.complete_setup(101, &session.id).await.refused(503, "gateway_unavailable");

    assert_eq!(app.books().number(CARDS).await, cards);
}

#[tokio::test]
async fn unreachable_gateway_leaves_the_card_on_file() {
    let mut app = App::open().await;
    let buyer = app.person("billing").await;
    let before = card_on_file(&buyer, 101).await.unwrap();
    let session: SetupSession = buyer.open_setup(101).await.is(201).json();
    buyer.enter_card(&session, "pm_card_mastercard").await;
    app.use_gateway(gateway_at("http://127.0.0.1:9", std::time::Duration::from_secs(1)));
    let offline = buyer.at(app.router());

    let problem = offline.complete_setup(101, &session.id).await.refused(503, "gateway_unavailable");
    assert_eq!(problem.charged, Charged::No);
    // A visit that never began does not count toward the limit.
    for _ in 0..12 {
        offline.open_setup(101).await.refused(503, "gateway_unavailable");
    }
    assert_eq!(card_on_file(&offline, 101).await.unwrap(), before);

    let saved: SetupSession = buyer.complete_setup(101, &session.id).await.is(200).json();
    assert_eq!(card_on_file(&buyer, 101).await, saved.payment_method);
}
