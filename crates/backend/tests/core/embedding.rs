use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use backend::service::apply::{self, Change, Declarations, EmbedClientEntry, client_of_entry};
use backend::service::embedding::{self, Document};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::billing::Instant;
use contract::{Charged, EmbedCode, EmbedSession, Subscription, User};
use process::Clock;
use serde_json::{Value, json};

use crate::calls::{ORIGIN, call};
use crate::roles::{BILLING_ENDPOINTS, MEMBER_ENDPOINTS, with_ids};
use crate::support::{Answer, App, TestPayment};

const CLIENT: &str = "testops";
const SECRET: &str = "5b1c7f0e9a3d4c2b8e6f7a1d0c9b8e7f";
const PORTAL: &str = "https://testops.example.com";

fn now() -> Instant {
    Clock::machine().now()
}

fn ago(seconds: i64) -> String {
    now().checked_add_seconds(-seconds).unwrap().to_string()
}

pub fn entry() -> EmbedClientEntry {
    EmbedClientEntry {
        id: CLIENT.to_owned(),
        name: "TestOps".to_owned(),
        secret_file: Some("secret".into()),
        secret_hash: None,
        origins: vec![PORTAL.to_owned(), "http://127.0.0.1:9000".to_owned()],
        organizations: vec![101, 103, 110],
        disabled: false,
    }
}

pub async fn declare(app: &App, entry: EmbedClientEntry) -> Vec<Change> {
    let read = |_: &Path| Ok(SECRET.to_owned());
    let declarations = Declarations { embed_clients: vec![client_of_entry(entry, read).unwrap()] };
    apply::apply(&app.state.store, &declarations, app.state.clock.now()).await.unwrap()
}

/// A service with the client [`CLIENT`].
async fn open() -> App {
    let app = App::open().await;
    declare(&app, entry()).await;
    app
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

fn code_body(email: &str) -> Value {
    json!({ "email": email, "organization": 101, "origin": PORTAL, "authenticatedAt": ago(5) })
}

async fn request_code(app: &App, authorization: &str, body: &Value) -> Answer {
    let headers = [("authorization", authorization), ("content-type", "application/json")];
    call(app.router(), "POST", "/api/v1/embed-codes", &headers, body.to_string()).await
}

async fn code(app: &App, body: &Value) -> String {
    request_code(app, &basic(CLIENT, SECRET), body).await.is(201).json::<EmbedCode>().code
}

async fn exchange(app: &App, body: &Value) -> Answer {
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    call(app.router(), "POST", "/api/v1/embed-sessions", &headers, body.to_string()).await
}

fn nonce(app: &App, organization: i64) -> String {
    embedding::document_nonce(&app.state, CLIENT, organization)
}

/// A framed page with a bearer token.
struct Frame {
    app: axum::Router,
    token: String,
}

impl Frame {
    async fn open(app: &App, body: &Value) -> Self {
        let nonce = nonce(app, body["organization"].as_i64().unwrap());
        Self::open_with(app, body, &nonce).await
    }

    async fn open_with(app: &App, body: &Value, nonce: &str) -> Self {
        let code = code(app, body).await;
        let request = json!({ "code": code, "client": CLIENT, "nonce": nonce, "origin": body["origin"] });
        let session: EmbedSession = exchange(app, &request).await.is(201).json();
        Self { app: app.router(), token: session.token }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], "").await
    }

    async fn call(&self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", authorization.as_str()), ("origin", ORIGIN)];
        headers.extend(more);
        if !body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        call(self.app.clone(), method, &format!("/api/v1{path}"), &headers, body.to_owned()).await
    }
}

#[tokio::test]
async fn declared_client_gets_a_code_and_the_frame_reads_the_subscription() {
    let app = open().await;
    let mut body = code_body(" Billing@Example.com ");
    body["locale"] = json!("vi");
    body["prefill"] = json!({ "add": 3, "cycle": "annual" });

    let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await.is(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("set-cookie"), None);
    let EmbedCode { code, expires_in_seconds } = answer.json();
    assert!(code.len() >= 32 && expires_in_seconds == 60);
    let request = json!({ "code": code, "client": CLIENT, "nonce": nonce(&app, 101), "origin": PORTAL });
    let answer = exchange(&app, &request).await.is(201);
    assert_eq!(answer.header("set-cookie"), None);
    let session: EmbedSession = answer.json();
    assert_eq!((session.expires_in_seconds, session.organization), (600, 101));
    assert_eq!(session.locale.as_deref(), Some("vi"));
    assert_eq!(serde_json::to_value(session.prefill).unwrap(), json!({ "add": 3, "cycle": "annual" }));
    let frame = Frame { app: app.router(), token: session.token };

    let subscription: Subscription =
        frame.get("/organizations/101/testcloud/subscription").await.is(200).json();

    assert_eq!(subscription.organization.id, 101);
    let me: User = frame.get("/users/me").await.is(200).json();
    let organizations: Vec<i64> = me.organizations.iter().map(|of| of.id).collect();
    assert_eq!((me.id.as_str(), organizations), ("u_billing", vec![101]));
}

/// The body of a refusal without its request id, to compare refusals.
fn without_request_id(answer: &Answer) -> Value {
    let mut problem: Value = answer.json();
    problem["requestId"].take();
    problem
}

#[tokio::test]
async fn unknown_client_and_wrong_secret_get_the_same_401() {
    let app = open().await;
    declare(&app, EmbedClientEntry { id: "disabled".to_owned(), disabled: true, ..entry() }).await;
    let body = code_body("billing@example.com");
    let wrong = [
        basic(CLIENT, "wrong"),
        basic(CLIENT, ""),
        basic(CLIENT, &SECRET.to_uppercase()),
        basic("unknown", SECRET),
        basic("disabled", SECRET),
        basic("", ""),
        basic(SECRET, CLIENT),
        format!("Bearer {SECRET}"),
        SECRET.to_owned(),
    ];
    let mut problems = Vec::new();
    for authorization in &wrong {
        let answer = request_code(&app, authorization, &body).await;
        answer.refused(401, "invalid_client");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Basic "), "{authorization}");
        problems.push(without_request_id(&answer));
    }
    // The secret is checked before the body.
    let answer = request_code(&app, &basic(CLIENT, "wrong"), &json!({ "unknown": 1 })).await;
    answer.refused(401, "invalid_client");
    let headers = [("content-type", "application/json")];
    let answer = call(app.router(), "POST", "/api/v1/embed-codes", &headers, body.to_string()).await;
    problems.push(without_request_id(&answer));

    assert!(problems.windows(2).all(|pair| pair[0] == pair[1]), "{problems:?}");
    assert_eq!(app.books().number("SELECT count(*) FROM embed_code").await, 0);
}

#[tokio::test]
async fn client_gets_no_code_for_another_organization_or_origin() {
    let app = open().await;
    for organization in [102, 999, -1] {
        let mut body = code_body("billing@example.com");
        body["organization"] = json!(organization);
        let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await;
        answer.refused(403, "unauthorized_client");
    }
    for origin in [
        "https://testops.example.com.evil.com",
        "https://evil-testops.example.com",
        "https://testops.example.com:444",
        "http://testops.example.com",
        "https://testops.example.com/",
        "https://TESTOPS.example.com",
        "null",
        "*",
        "",
    ] {
        let mut body = code_body("billing@example.com");
        body["origin"] = json!(origin);
        let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await;
        answer.refused(403, "unauthorized_client");
    }
}

#[tokio::test]
async fn unknown_person_is_answered_like_a_non_member() {
    let app = open().await;
    let mut problems = Vec::new();
    // The owner of organization 110 is u_user; u_billing is no member.
    for person in [
        json!({ "email": "nobody@example.com" }),
        json!({ "subject": "u_nobody" }),
        json!({ "email": "billing@example.com" }),
        json!({ "subject": "u_billing" }),
        json!({ "subject": "" }),
    ] {
        let mut body = json!({ "organization": 110, "origin": PORTAL, "authenticatedAt": ago(5) });
        body.as_object_mut().unwrap().extend(person.as_object().unwrap().clone());
        let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await;
        answer.refused(404, "not_found");
        problems.push(without_request_id(&answer));
    }
    assert!(problems.windows(2).all(|pair| pair[0] == pair[1]));
    let body =
        json!({ "subject": "u_user", "organization": 110, "origin": PORTAL, "authenticatedAt": ago(5) });
    request_code(&app, &basic(CLIENT, SECRET), &body).await.is(201);
}

#[tokio::test]
async fn invalid_fields_of_a_code_request_are_named() {
    let app = open().await;
    for (change, path) in [
        (json!({ "email": null }), "subject"),
        (json!({ "subject": "u_billing" }), "email"),
        (json!({ "authenticatedAt": ago(-120) }), "authenticatedAt"),
        (json!({ "authenticatedAt": ago(91 * 86_400) }), "authenticatedAt"),
        (json!({ "authenticatedAt": "yesterday" }), "authenticatedAt"),
        (json!({ "organization": "101" }), "organization"),
        (json!({ "locale": "vi\"onload=" }), "locale"),
        (json!({ "locale": "x".repeat(36) }), "locale"),
        (json!({ "prefill": { "add": 0 } }), "prefill.add"),
        (json!({ "prefill": { "add": 10_000 } }), "prefill.add"),
        (json!({ "prefill": { "promotionCode": "SAVE10" } }), "prefill.promotionCode"),
        (json!({ "role": "OWNER" }), "role"),
    ] {
        let mut body = code_body("billing@example.com");
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await;
        assert_eq!(answer.refused(422, "body_invalid").fields[0].path, path, "{change}");
    }
    let body = code_body("billing@example.com");
    let mut without = body.clone();
    without.as_object_mut().unwrap().remove("authenticatedAt");
    let answer = request_code(&app, &basic(CLIENT, SECRET), &without).await;
    assert_eq!(answer.refused(422, "body_invalid").fields[0].path, "authenticatedAt");
}

#[tokio::test]
async fn codes_are_limited_per_person_and_per_client() {
    let app = open().await;
    let body = code_body("billing@example.com");
    request_code(&app, &basic(CLIENT, SECRET), &body).await.is(201);
    // As after 58 more codes of this person, of which each blocks 10 seconds.
    let used = "UPDATE rate_limit SET restored_at = restored_at + 580 WHERE purpose = 'embed_code_person'";
    app.books().change(used).await;
    request_code(&app, &basic(CLIENT, SECRET), &body).await.is(201);

    let answer = request_code(&app, &basic(CLIENT, SECRET), &body).await;
    answer.refused(429, "rate_limited");
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
    request_code(&app, &basic(CLIENT, SECRET), &code_body("owner@example.com")).await.is(201);

    // As after 590 more requests of this client, of which each blocks 1 second. Guesses of e-mail addresses count too.
    let used = "UPDATE rate_limit SET restored_at = restored_at + 590 WHERE purpose = 'embed_code_client'";
    app.books().change(used).await;
    let mut statuses = BTreeSet::new();
    for _ in 0..20 {
        let guess = code_body("nobody@example.com");
        statuses.insert(request_code(&app, &basic(CLIENT, SECRET), &guess).await.status.as_u16());
    }
    assert_eq!(statuses, BTreeSet::from([404, 429]));
}

/// Attack 39 of the threat list: an embed code that is reused, expired, or for another page.
#[tokio::test]
async fn code_is_refused_unless_everything_matches() {
    let app = open().await;
    declare(&app, EmbedClientEntry { id: "other".to_owned(), ..entry() }).await;
    let of_other_client = Document::new(101, now()).nonce(&app.state.seals, "other");
    let nonce = nonce(&app, 101);
    let request = |code: &str| json!({ "code": code, "client": CLIENT, "nonce": nonce, "origin": PORTAL });
    let mut problems = Vec::new();
    for change in [
        json!({ "origin": "http://127.0.0.1:9000" }),
        json!({ "origin": "null" }),
        json!({ "client": "other" }),
        json!({ "client": "other", "nonce": of_other_client }),
        json!({ "nonce": of_other_client }),
        json!({ "nonce": Document::new(103, now()).nonce(&app.state.seals, CLIENT) }),
        json!({ "nonce": nonce[1..] }),
        json!({ "nonce": "" }),
        json!({ "code": "unknown" }),
    ] {
        let code = code(&app, &code_body("billing@example.com")).await;
        let mut wrong = request(&code);
        wrong.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = exchange(&app, &wrong).await;
        answer.refused(401, "embed_code_invalid");
        problems.push(without_request_id(&answer));
        if change.get("code").is_none() {
            // The refused request has used the code.
            exchange(&app, &request(&code)).await.refused(401, "embed_code_invalid");
        }
    }
    let used = code(&app, &code_body("billing@example.com")).await;
    exchange(&app, &request(&used)).await.is(201);
    problems.push(without_request_id(&exchange(&app, &request(&used)).await));
    let expired = code(&app, &code_body("billing@example.com")).await;
    app.books().change("UPDATE embed_code SET issued_at = issued_at - 60").await;
    problems.push(without_request_id(&exchange(&app, &request(&expired)).await));

    assert!(problems.windows(2).all(|pair| pair[0] == pair[1]), "{problems:?}");
    assert_eq!(app.books().number("SELECT count(*) FROM embed_session").await, 1);
}

#[tokio::test]
async fn code_is_refused_after_the_client_or_the_person_has_lost_access() {
    for statement in [
        "UPDATE embed_client SET disabled = 1",
        "DELETE FROM embed_client_organization WHERE organization = 101",
        "DELETE FROM embed_client_origin WHERE origin LIKE 'https:%'",
        "DELETE FROM membership WHERE person = 'u_billing' AND organization = 101",
    ] {
        let app = open().await;
        let code = code(&app, &code_body("billing@example.com")).await;
        app.books().change(statement).await;

        let request = json!({ "code": code, "client": CLIENT, "nonce": nonce(&app, 101), "origin": PORTAL });
        exchange(&app, &request).await.refused(401, "embed_code_invalid");
    }
}

#[tokio::test]
async fn code_opens_one_session_for_50_parallel_requests() {
    let app = open().await;
    let code = code(&app, &code_body("billing@example.com")).await;
    let request = json!({ "code": code, "client": CLIENT, "nonce": nonce(&app, 101), "origin": PORTAL });
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (router, body) = (app.router(), request.to_string());
        running.spawn(async move {
            loop {
                let router = router.clone();
                let answer = call(router, "POST", "/api/v1/embed-sessions", &headers, body.clone()).await;
                // One client address may have 32 requests at once.
                if answer.status != 503 {
                    return answer;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
    }
    let answers = running.join_all().await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 49);
    assert_eq!(app.books().number("SELECT count(*) FROM embed_session").await, 1);
}

/// Attack 24 of the threat list: a cookie on an embed route or beside a bearer token.
#[tokio::test]
async fn cookies_are_ignored_beside_a_bearer_token() {
    let app = open().await;
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let sign_in = json!({ "email": "billing@example.com", "password": "testops" }).to_string();
    let answer = call(app.router(), "POST", "/api/v1/session", &headers, sign_in.clone()).await.is(204);
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let subscription = "/organizations/101/testcloud/subscription";
    let path = format!("/api/v1{subscription}");
    call(app.router(), "GET", &path, &[("cookie", &cookie)], "").await.is(200);

    for authorization in ["Bearer nonsense", "Bearer", "Basic dGVzdG9wczp4", "nonsense", ""] {
        let headers = [("cookie", cookie.as_str()), ("authorization", authorization)];
        call(app.router(), "GET", &path, &headers, "").await.refused(401, "signed_out");
    }
    // The bearer token of a person without the role is not helped by the cookie of a billing manager.
    let frame = Frame::open(&app, &code_body("user@example.com")).await;
    frame.call("GET", subscription, &[("cookie", &cookie)], "").await.refused(403, "role_required");
    let of_cookie = cookie.split_once('=').unwrap().1;
    let authorization = format!("Bearer {of_cookie}");
    let answer = call(app.router(), "GET", &path, &[("authorization", &authorization)], "").await;
    answer.refused(401, "signed_out");
    let as_cookie = format!("tcu_session={}", frame.token);
    call(app.router(), "GET", &path, &[("cookie", &as_cookie)], "").await.refused(401, "signed_out");
    // No cookie replaces the code, and no answer sets one.
    let request = json!({ "code": "", "client": CLIENT, "nonce": nonce(&app, 101), "origin": PORTAL });
    let with_cookie = [headers[0], headers[1], ("cookie", cookie.as_str())];
    let answer =
        call(app.router(), "POST", "/api/v1/embed-sessions", &with_cookie, request.to_string()).await;
    answer.refused(401, "embed_code_invalid");
    assert_eq!(answer.header("set-cookie"), None);
    // An embedded page starts no session of its own.
    let answer = frame.call("POST", "/session", &[], &sign_in).await;
    answer.refused(404, "not_found");
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn embed_session_is_limited_to_its_organization() {
    let app = open().await;
    let frame = Frame::open(&app, &code_body("billing@example.com")).await;
    app.person("billing").await.subscription(103).await;
    let mut problems = Vec::new();
    let headers = [("idempotency-key", "a-key"), ("if-match", "\"1\"")];
    for organization in ["103", "102", "110", "999"] {
        for (method, path, body) in BILLING_ENDPOINTS.iter().chain(&MEMBER_ENDPOINTS) {
            let path = format!("/organizations/{organization}/{}", with_ids(path));
            let answer = frame.call(method, &path, &headers, body).await;
            let mut problem = answer.refused(404, "not_found");
            problem.request_id.clear();
            // On payment routes, an earlier request may have charged the card.
            problem.charged = Charged::No;
            problems.push(problem);
        }
    }
    assert!(problems.windows(2).all(|pair| pair[0] == pair[1]));
    let session: Value = frame.get("/session").await.is(200).json();
    assert_eq!(session["organizations"].as_array().unwrap().len(), 1);
    assert_eq!(session["organizations"][0]["id"], 101);
}

#[tokio::test]
async fn roles_of_an_embed_session_are_read_at_each_request() {
    let app = open().await;
    let frame = Frame::open(&app, &code_body("billing@example.com")).await;
    let subscription = "/organizations/101/testcloud/subscription";
    frame.get(subscription).await.is(200);

    app.books().change("UPDATE membership SET role = 'USER' WHERE person = 'u_billing'").await;

    frame.get(subscription).await.refused(403, "role_required");
}

#[tokio::test]
async fn bearer_requests_that_change_state_require_the_own_origin() {
    let app = open().await;
    let frame = Frame::open(&app, &code_body("billing@example.com")).await;
    let authorization = format!("Bearer {}", frame.token);
    let quote = r#"{"target":{"sessions":8,"cycle":"monthly"}}"#;
    for origin in [None, Some(PORTAL), Some("null")] {
        let mut headers =
            vec![("authorization", authorization.as_str()), ("content-type", "application/json")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        for (path, body) in
            [("/api/v1/organizations/101/testcloud/quotes", quote), ("/api/v1/embed-sessions", "{}")]
        {
            call(app.router(), "POST", path, &headers, body).await.refused(403, "origin_refused");
        }
    }
}

/// Attack 38 of the threat list: a session after sign-out or deactivation.
#[tokio::test]
async fn sign_out_ends_the_session_of_this_document_only() {
    let app = open().await;
    let body = code_body("billing@example.com");
    let nonce = nonce(&app, 101);
    let first = Frame::open_with(&app, &body, &nonce).await;
    let renewed = Frame::open_with(&app, &body, &nonce).await;
    let other = Frame::open(&app, &body).await;
    let person = app.person("billing").await;
    first.get("/users/me").await.is(200);

    let answer = renewed.call("DELETE", "/session", &[], "").await.is(204);

    assert_eq!((answer.header("set-cookie"), answer.header("clear-site-data")), (None, None));
    first.get("/users/me").await.refused(401, "signed_out");
    renewed.get("/users/me").await.refused(401, "signed_out");
    let session: Value = renewed.get("/session").await.is(200).json();
    assert_eq!(session["signedIn"], false);
    other.get("/users/me").await.is(200);
    person.get("/users/me").await.is(200);
}

#[tokio::test]
async fn embed_sessions_end_when_the_client_or_the_person_loses_access() {
    let app = open().await;
    let of_person = Frame::open(&app, &code_body("billing@example.com")).await;
    app.books().change("DELETE FROM membership WHERE person = 'u_billing' AND organization = 101").await;
    of_person.get("/users/me").await.refused(401, "signed_out");

    for changed in [
        EmbedClientEntry { disabled: true, ..entry() },
        EmbedClientEntry { organizations: vec![103], ..entry() },
        EmbedClientEntry { origins: vec!["http://127.0.0.1:9000".to_owned()], ..entry() },
    ] {
        let frame = Frame::open(&app, &code_body("owner@example.com")).await;
        frame.get("/users/me").await.is(200);
        declare(&app, changed).await;
        frame.get("/users/me").await.refused(401, "signed_out");
        declare(&app, entry()).await;
        frame.get("/users/me").await.refused(401, "signed_out");
    }
}

#[tokio::test]
async fn token_expires_after_ten_minutes_and_a_new_code_extends_the_session() {
    let app = open().await;
    let body = code_body("billing@example.com");
    let nonce = nonce(&app, 101);
    let first = Frame::open_with(&app, &body, &nonce).await;
    app.books().change("UPDATE embed_session SET issued_at = issued_at - 590").await;
    first.get("/users/me").await.is(200);
    app.books().change("UPDATE embed_session SET issued_at = issued_at - 10").await;
    first.get("/users/me").await.refused(401, "signed_out");

    let started = "UPDATE embed_session SET started_at = started_at - 8 * 3600 + 300";
    app.books().change(started).await;
    let request = |code: &str| json!({ "code": code, "client": CLIENT, "nonce": nonce, "origin": PORTAL });
    let renewed: EmbedSession = exchange(&app, &request(&code(&app, &body).await)).await.is(201).json();
    assert!((290..=300).contains(&renewed.expires_in_seconds), "{}", renewed.expires_in_seconds);
    let renewed = Frame { app: app.router(), token: renewed.token };
    renewed.get("/users/me").await.is(200);

    app.books().change("UPDATE embed_session SET started_at = started_at - 300").await;
    renewed.get("/users/me").await.refused(401, "signed_out");
    exchange(&app, &request(&code(&app, &body).await)).await.refused(401, "embed_code_invalid");
}

#[tokio::test]
async fn idle_session_is_not_extended() {
    let app = open().await;
    let body = code_body("billing@example.com");
    let nonce = nonce(&app, 101);
    Frame::open_with(&app, &body, &nonce).await;
    app.books().change("UPDATE embed_session SET used_at = used_at - 29 * 60").await;
    let frame = Frame::open_with(&app, &body, &nonce).await;
    frame.get("/users/me").await.is(200);

    app.books().change("UPDATE embed_session SET used_at = used_at - 30 * 60").await;

    let request =
        json!({ "code": code(&app, &body).await, "client": CLIENT, "nonce": nonce, "origin": PORTAL });
    exchange(&app, &request).await.refused(401, "embed_code_invalid");
    Frame::open(&app, &body).await.get("/users/me").await.is(200);
}

#[tokio::test]
async fn document_keeps_its_person() {
    let app = open().await;
    let nonce = nonce(&app, 101);
    Frame::open_with(&app, &code_body("billing@example.com"), &nonce).await;

    let code = code(&app, &code_body("owner@example.com")).await;
    let request = json!({ "code": code, "client": CLIENT, "nonce": nonce, "origin": PORTAL });

    exchange(&app, &request).await.refused(401, "embed_code_invalid");
}

#[tokio::test]
async fn paying_requires_a_sign_in_of_the_last_15_minutes() {
    let app = open().await;
    let nonce = nonce(&app, 101);
    let mut body = code_body("billing@example.com");
    body["authenticatedAt"] = json!(ago(15 * 60 + 5));
    let old = Frame::open_with(&app, &body, &nonce).await;
    let target = r#"{"target":{"sessions":8,"cycle":"monthly"}}"#;
    let quote = old.call("POST", "/organizations/101/testcloud/quotes", &[], target).await.is(201).json();
    let payment = TestPayment::of(101, &quote, "pm_101");
    let headers = [
        ("idempotency-key", payment.key.as_deref().unwrap()),
        ("if-match", payment.if_match.as_deref().unwrap()),
    ];
    let pay = async |frame: &Frame| {
        frame.call("POST", "/organizations/101/testcloud/upgrades", &headers, &payment.text()).await
    };

    let refused = pay(&old).await.refused(403, "step_up_required");

    assert_eq!(refused.charged, Charged::No);
    assert_eq!(app.books().number("SELECT count(*) FROM upgrade_attempt").await, 0);
    assert_eq!(app.log().charges(), [] as [i64; 0]);

    body["authenticatedAt"] = json!(ago(1));
    let recent = Frame::open_with(&app, &body, &nonce).await;
    pay(&recent).await.is(201);
    assert_eq!(app.log().charges(), [payment.body.expected_due_minor]);
    // A repeated request reads the outcome and charges nothing.
    pay(&old).await.is(200);
    app.books().change("UPDATE embed_session SET authenticated_at = authenticated_at - 3600").await;
    pay(&recent).await.is(200);
    assert_eq!(app.log().charges().len(), 1);
    app.books().are_sound().await;
}

#[tokio::test]
async fn applying_the_same_client_twice_changes_nothing() {
    let app = App::open().await;
    let count = "SELECT count(*) FROM audit WHERE event LIKE 'embed_client.%'";

    let created = declare(&app, entry()).await;
    assert_eq!((created.len(), created[0].event), (1, "embed_client.created"));
    assert!(declare(&app, entry()).await.is_empty());
    assert_eq!(app.books().number(count).await, 1);

    let changed = EmbedClientEntry { name: "TestOps EU".to_owned(), organizations: vec![101], ..entry() };
    let changed = declare(&app, changed).await;
    let fields: Vec<_> = changed[0].fields.iter().map(|field| field.field).collect();
    assert_eq!((changed[0].event, fields), ("embed_client.changed", vec!["name", "organizations"]));
    assert_eq!(app.books().number(count).await, 2);
    let bodies = app.books().texts("SELECT body FROM audit WHERE event LIKE 'embed_client.%'").await.concat();
    assert!(bodies.contains("TestOps EU") && !bodies.contains(SECRET), "{bodies}");
    app.books().are_sound().await;
}

#[tokio::test]
async fn one_invalid_declaration_stores_nothing() {
    let app = App::open().await;
    let read = |_: &Path| Ok(SECRET.to_owned());
    let missing = EmbedClientEntry { id: "other".to_owned(), organizations: vec![999], ..entry() };
    let clients = [entry(), missing].map(|entry| client_of_entry(entry, read).unwrap());
    let declarations = Declarations { embed_clients: clients.to_vec() };

    let error = apply::apply(&app.state.store, &declarations, now()).await.unwrap_err().to_string();

    assert_eq!(error, "embed client other: the organization 999 does not exist");
    assert_eq!(app.books().number("SELECT count(*) FROM embed_client").await, 0);
    assert_eq!(app.books().number("SELECT count(*) FROM audit WHERE event LIKE 'embed%'").await, 0);
}

#[tokio::test]
async fn embed_session_works_below_a_base_path() {
    let mut app = open().await;
    let frame = Frame::open(&app, &code_body("billing@example.com")).await;
    let mut config = (*app.state.config).clone();
    config.base_path = "/a/b".to_owned();
    app.state.config = config.into();
    let authorization = format!("Bearer {}", frame.token);
    let headers = [("authorization", authorization.as_str())];

    let path = "/a/b/api/v1/organizations/101/testcloud/subscription";
    call(app.router(), "GET", path, &headers, "").await.is(200);
}
