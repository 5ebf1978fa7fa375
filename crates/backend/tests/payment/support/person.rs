use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use contract::billing::{Cycle, Target};
use contract::{
    PaymentMethod, QuoteRequest, SealedQuote, SetupSession, SetupSessionForm, SignIn, Subscription,
    UpgradeRequest, paths,
};
use sandbox_gateway::LocalSandbox;
use serde::Serialize;
use serde_json::json;
use tower::ServiceExt;
use uuid::Uuid;

use super::app::{ORIGIN, control};
use super::document::check;
use super::{Answer, Books};

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    app: Router,
    cookie: String,
    sandbox: Arc<LocalSandbox>,
    books: Books,
}

/// A payment request that can be sent, altered and repeated.
#[derive(Clone, Debug)]
pub struct TestPayment {
    pub organization: i64,
    pub key: Option<String>,
    pub if_match: Option<String>,
    pub body: UpgradeRequest,
}

/// Returns a new idempotency key.
pub fn key() -> String {
    Uuid::new_v4().to_string()
}

impl TestPayment {
    /// Creates the payment of a quote. The card is included only if an amount is due.
    pub fn of(organization: i64, quote: &SealedQuote, card: &str) -> Self {
        let due = quote.output.amount_due_minor;
        let goes_annual = quote.input.snapshot.subscription.cycle != quote.input.target.cycle;
        Self {
            organization,
            key: Some(key()),
            if_match: Some(format!("\"{}\"", quote.version)),
            body: UpgradeRequest {
                quote_id: quote.id.clone(),
                quote_hash: quote.quote_hash.clone(),
                seal: quote.seal.clone(),
                expected_due_minor: due,
                payment_method_id: (due > 0).then(|| card.to_owned()),
                acknowledged_one_way: goes_annual.then_some(true),
            },
        }
    }

    pub fn text(&self) -> String {
        serde_json::to_string(&self.body).unwrap()
    }
}

impl Person {
    /// Signs in as `{name}@example.com`.
    pub async fn sign_in(app: Router, name: &str, sandbox: Arc<LocalSandbox>, books: Books) -> Self {
        let sign_in = SignIn { email: format!("{name}@example.com"), password: "testops".to_owned() };
        let signed_out = Self { app, cookie: String::new(), sandbox, books };
        let answer = signed_out.send(Method::POST, "/session", &sign_in, &[]).await.is(204);
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        Self { cookie, ..signed_out }
    }

    /// Returns the same person as a client of another service on the same database.
    pub fn at(&self, app: Router) -> Self {
        Self { app, ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request(Method::GET, path, Body::empty(), headers).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = serde_json::to_string(body).unwrap();
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.request(method, path, Body::from(body), &all).await
    }

    pub async fn request(&self, method: Method, path: &str, body: Body, headers: &[(&str, &str)]) -> Answer {
        let uri = format!("{}{path}", paths::API_BASE);
        let mut request = Request::builder()
            .method(&method)
            .uri(&uri)
            .header(header::ORIGIN, ORIGIN)
            .header(header::COOKIE, &self.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let answer = Answer::of(response).await;
        check(&method, &uri, &answer);
        answer
    }

    pub async fn subscription(&self, organization: i64) -> Subscription {
        self.get(&format!("{}/subscription", paths::testcloud(organization))).await.is(200).json()
    }

    /// Requests a sealed quote.
    pub async fn quote(
        &self,
        organization: i64,
        sessions: i64,
        cycle: Cycle,
        code: Option<&str>,
    ) -> SealedQuote {
        self.try_quote(organization, sessions, cycle, code).await.is(201).json()
    }

    pub async fn try_quote(
        &self,
        organization: i64,
        sessions: i64,
        cycle: Cycle,
        code: Option<&str>,
    ) -> Answer {
        let request =
            QuoteRequest { target: Target { sessions, cycle }, promotion_code: code.map(str::to_owned) };
        self.send(Method::POST, &format!("{}/quotes", paths::testcloud(organization)), &request, &[]).await
    }

    /// Opens the gateway's page that saves a card.
    pub async fn open_setup(&self, organization: i64) -> Answer {
        let form = SetupSessionForm {
            r#return: format!("/organizations/{organization}/settings/payment-method"),
            locale: None,
        };
        self.send(Method::POST, &paths::setup_sessions(organization), &form, &[]).await
    }

    /// Reports that the person has returned from the gateway's page.
    pub async fn complete_setup(&self, organization: i64, id: &str) -> Answer {
        let path = format!("{}/{id}/completion", paths::setup_sessions(organization));
        self.send(Method::POST, &path, &json!({}), &[]).await
    }

    /// Saves the card of a token on the gateway's page, without reporting it to the service.
    pub async fn enter_card(&self, session: &SetupSession, token: &str) {
        let gateway_session = session.url.as_deref().unwrap().rsplit('/').next().unwrap();
        let path = format!("/setup-sessions/{gateway_session}/completion");
        control(&self.sandbox.control, &path, &json!({ "payment_method": token })).await;
    }

    /// Saves the card of a token as the payment method.
    pub async fn use_card(&self, organization: i64, token: &str) -> PaymentMethod {
        // The limit of visits has tests of its own.
        self.books
            .change("DELETE FROM rate_limit WHERE purpose IN ('card_person', 'card_organization')")
            .await;
        let session: SetupSession = self.open_setup(organization).await.is(201).json();
        // The page refuses cards that are declined at once, so another one is saved.
        let is_refused = token.starts_with("pm_card_chargeDeclined");
        self.enter_card(&session, if is_refused { "pm_card_visa" } else { token }).await;
        let saved: SetupSession = self.complete_setup(organization, &session.id).await.is(200).json();
        let card = saved.payment_method.unwrap();
        if is_refused {
            self.books
                .change(&format!("UPDATE payment_card SET card_ref = '{token}' WHERE id = '{}'", card.id))
                .await;
        }
        card
    }

    /// Saves the card of a token, quotes a monthly upgrade and returns its payment.
    pub async fn prepare(&self, organization: i64, sessions: i64, token: &str) -> TestPayment {
        let card = self.use_card(organization, token).await;
        let quote = self.quote(organization, sessions, Cycle::Monthly, None).await;
        TestPayment::of(organization, &quote, &card.id)
    }

    pub async fn pay(&self, payment: &TestPayment) -> Answer {
        self.pay_text(payment, payment.text()).await
    }

    /// Sends a payment with any body.
    pub async fn pay_text(&self, payment: &TestPayment, body: String) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(payment.key.as_deref().map(|key| ("idempotency-key", key)));
        headers.extend(payment.if_match.as_deref().map(|tag| ("if-match", tag)));
        let path = format!("{}/upgrades", paths::testcloud(payment.organization));
        self.request(Method::POST, &path, Body::from(body), &headers).await
    }

    pub async fn attempt(&self, organization: i64, id: &str) -> Answer {
        self.get(&format!("{}/upgrades/{id}", paths::testcloud(organization))).await
    }

    pub async fn attempt_by_key(&self, organization: i64, key: &str) -> Answer {
        let path = format!("{}/upgrades/by-key", paths::testcloud(organization));
        self.get_with(&path, &[("idempotency-key", key)]).await
    }

    /// Sends the `confirmation` or `cancellation` of an attempt.
    pub async fn act_on_attempt(&self, organization: i64, id: &str, action: &str) -> Answer {
        let path = format!("{}/upgrades/{id}/{action}", paths::testcloud(organization));
        self.send(Method::POST, &path, &json!({}), &[]).await
    }
}
