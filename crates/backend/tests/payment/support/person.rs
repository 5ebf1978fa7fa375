use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use contract::billing::{Cycle, Target};
use contract::{
    PaymentMethod, PaymentMethodForm, QuoteRequest, SealedQuote, SignIn, Subscription, UpgradeRequest, paths,
};
use serde::Serialize;
use serde_json::json;
use tower::ServiceExt;
use uuid::Uuid;

use super::Answer;
use super::app::ORIGIN;
use super::document::check;

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    app: Router,
    cookie: String,
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
    pub async fn sign_in(app: Router, name: &str) -> Self {
        let sign_in = SignIn { email: format!("{name}@example.com"), password: "testops".to_owned() };
        let signed_out = Self { app, cookie: String::new() };
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

    /// Saves the card of a token as the payment method.
    pub async fn use_card(&self, organization: i64, token: &str) -> PaymentMethod {
        let form = PaymentMethodForm { gateway_token: token.to_owned() };
        self.send(Method::PUT, &paths::payment_method(organization), &form, &[]).await.is(200).json()
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
