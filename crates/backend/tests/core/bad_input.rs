use axum::body::Body;
use axum::http::Method;

use crate::calls::{ORIGIN, call, rows};
use crate::support::{App, Person};

/// Requests with valid bodies: method, path and body.
const BODIES: [(&str, &str, &str); 6] = [
    ("POST", "/organizations/101/testcloud/quotes", r#"{"target":{"sessions":8,"cycle":"monthly"}}"#),
    (
        "POST",
        "/organizations/101/testcloud/promotion-checks",
        r#"{"code":"SAVE10","sessions":8,"cycle":"monthly"}"#,
    ),
    (
        "POST",
        "/organizations/101/payment-method/setup-sessions",
        r#"{"return":"/organizations/101/settings"}"#,
    ),
    ("POST", "/organizations/101/testcloud/cancellation", "{}"),
    ("POST", "/organizations/101/testcloud/access-requests", "{}"),
    ("POST", "/session", r#"{"email":"billing@example.com","password":"testops"}"#),
];

async fn send(
    person: &Person,
    (method, path): (&str, &str),
    content_type: &str,
    body: Vec<u8>,
) -> (u16, String) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let answer = person.request(method, path, Body::from(body), &[("content-type", content_type)]).await;
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status.as_u16(), problem["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn malformed_bodies_are_refused_and_write_nothing() {
    let app = App::open().await;
    let person = app.person("billing").await;
    let before = rows(&app.state).await;
    for (method, path, good) in BODIES {
        let at = (method, path);
        let unreadable = (400, "body_unreadable".to_owned());
        let invalid = (422, "body_invalid".to_owned());
        let untyped = (415, "unsupported_media_type".to_owned());
        let json = "application/json";
        for (content_type, body, expected) in [
            (json, "", &unreadable),
            (json, "{", &unreadable),
            (json, "nonsense", &unreadable),
            (json, "{}}", &unreadable),
            (json, "[]", &invalid),
            (json, "null", &invalid),
            (json, "1", &invalid),
            (json, "\"{}\"", &invalid),
            (json, r#"{"price":1}"#, &invalid),
            (json, r#"{"__proto__":{}}"#, &invalid),
            ("text/plain", good, &untyped),
            ("application/x-www-form-urlencoded", good, &untyped),
            ("application/json; charset=latin1", good, &untyped),
            ("", good, &untyped),
        ] {
            let answer = send(&person, at, content_type, body.as_bytes().to_vec()).await;
            assert_eq!(&answer, expected, "{at:?} {content_type:?} {body:?}");
        }
        let not_utf8 = [b"{\"x\":\"".as_slice(), &[0xff, 0xfe], b"\"}"].concat();
        assert_eq!(send(&person, at, json, not_utf8).await, unreadable);
        let large = format!(r#"{{"x":"{}"}}"#, "a".repeat(64 * 1024));
        assert_eq!(send(&person, at, json, large.into_bytes()).await.0, 413, "{at:?}");
    }
    assert_eq!(rows(&app.state).await, before);
}

#[tokio::test]
async fn invalid_session_counts_are_refused_with_the_field() {
    let app = App::open().await;
    let person = app.person("billing").await;
    let path = "/organizations/101/testcloud/quotes";
    for (sessions, status, code, field) in [
        ("\"2;DROP TABLE quote\"", 422, "body_invalid", "target.sessions"),
        ("1.5", 422, "body_invalid", "target.sessions"),
        ("1e3", 422, "body_invalid", "target.sessions"),
        ("[8]", 422, "body_invalid", "target.sessions"),
        ("null", 422, "body_invalid", "target.sessions"),
        ("true", 422, "body_invalid", "target.sessions"),
        ("9223372036854775808", 422, "body_invalid", "target.sessions"),
        ("9223372036854775807", 422, "sessions_out_of_range", "target.sessions"),
        ("2147483648", 422, "sessions_out_of_range", "target.sessions"),
        ("10001", 422, "sessions_out_of_range", "target.sessions"),
        ("0", 422, "sessions_out_of_range", "target.sessions"),
        ("-1", 422, "sessions_out_of_range", "target.sessions"),
        ("4", 422, "sessions_decrease_not_allowed", "target.sessions"),
        ("5", 422, "nothing_to_upgrade", "target.sessions"),
    ] {
        let body = format!(r#"{{"target":{{"sessions":{sessions},"cycle":"monthly"}}}}"#);
        let headers = [("content-type", "application/json")];
        let answer = person.request(Method::POST, path, Body::from(body), &headers).await;
        let problem = answer.refused(status, code);
        assert_eq!(problem.fields[0].path, field, "{sessions}");
    }
}

#[tokio::test]
async fn cross_origin_requests_that_write_are_refused() {
    let app = App::open().await;
    let before = rows(&app.state).await;
    let sign_in = call(
        app.router(),
        "POST",
        "/api/v1/session",
        &[("origin", ORIGIN), ("content-type", "application/json")],
        r#"{"email":"billing@example.com","password":"testops"}"#,
    );
    let cookie = sign_in.await.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let path = "/api/v1/organizations/101/testcloud/quotes";
    let body = r#"{"target":{"sessions":8,"cycle":"monthly"}}"#;
    let json = ("content-type", "application/json");
    for headers in [
        vec![json],
        vec![json, ("origin", "null")],
        vec![json, ("origin", "https://evil.example")],
        vec![json, ("origin", "http://127.0.0.1:8080.evil.example")],
        vec![json, ("origin", ORIGIN), ("origin", "https://evil.example")],
        vec![json, ("origin", ORIGIN), ("sec-fetch-site", "cross-site")],
        vec![json, ("origin", ORIGIN), ("sec-fetch-site", "same-site")],
    ] {
        let mut headers = headers;
        headers.push(("cookie", &cookie));
        call(app.router(), "POST", path, &headers, body).await.refused(403, "origin_refused");
    }
    assert_eq!(rows(&app.state).await, before);
    let own = [json, ("origin", ORIGIN), ("sec-fetch-site", "same-origin"), ("cookie", &cookie)];
    call(app.router(), "POST", path, &own, body).await.is(201);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_with_a_problem() {
    let app = App::open().await;
    for (method, path, allow) in [
        ("PATCH", "/api/v1/users/me", "GET,HEAD"),
        ("PATCH", "/api/v1/session", "GET,HEAD,POST,DELETE"),
        ("OPTIONS", "/api/v1/organizations/101/testcloud/quotes", "POST"),
        ("TRACE", "/api/v1/organizations/101/payment-method/setup-sessions", "POST"),
    ] {
        let answer = call(app.router(), method, path, &[], "").await;
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        answer.refused(405, "method_not_allowed");
    }
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/users/me",
        "/api/v1/users/me/",
        "/api/..%2f",
    ] {
        let answer = call(app.router(), "GET", path, &[], "").await;
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
        answer.refused(404, "not_found");
    }
}

#[tokio::test]
async fn api_responses_have_a_request_id_and_are_not_cached() {
    let app = App::open().await;
    for (method, path) in [
        ("GET", "/api/v1/users/me"),
        ("GET", "/api/v1/session"),
        ("PATCH", "/api/v1/openapi.json"),
        ("PATCH", "/api/v1/users/me"),
        ("GET", "/api/x"),
    ] {
        let answer = call(app.router(), method, path, &[], "").await;
        let header = |name| answer.header(name);
        assert_eq!(header("x-content-type-options"), Some("nosniff"));
        assert_eq!(header("referrer-policy"), Some("no-referrer"));
        assert_eq!(header("x-request-id").map(str::len), Some(32));
        assert_eq!(header("cache-control"), Some("no-store"), "{method} {path}");
        assert_eq!(header("access-control-allow-origin"), None);
        if answer.status.as_u16() >= 400 {
            let problem: contract::Problem = answer.json();
            assert_eq!(Some(problem.request_id.as_str()), header("x-request-id"));
        }
    }
}
