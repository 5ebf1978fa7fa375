use axum::http::StatusCode;
use serde_json::json;

use crate::calls::{ORIGIN, call, edit};
use crate::stage::{Answer, App};

async fn sign_in(app: &App, email: &str, password: &str) -> Answer {
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let body = json!({ "email": email, "password": password }).to_string();
    call(app.router(), "POST", "/api/v1/session", &headers, body).await
}

fn token(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_session_is_a_cookie_no_script_can_read() {
    let app = App::open().await;

    let answer = sign_in(&app, " Billing@Example.com ", "testops").await.is(204);

    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("tcu_session=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
        "{cookie}"
    );
    assert!(token(&answer).len() >= 43);
}

#[tokio::test]
async fn on_https_the_cookie_is_locked_to_the_host() {
    let mut app = App::open().await;
    let mut config = (*app.state.config).clone();
    config.secure_origin = Some("https://testcloud.example.com".to_owned());
    app.state.config = config.into();

    let answer = sign_in(&app, "billing@example.com", "testops").await.is(204);

    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Host-tcu_session=")
            && cookie.ends_with("; Secure; HttpOnly; SameSite=Lax; Path=/")
    );
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    let plain = format!("tcu_session={}", token(&answer));
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &plain)], "").await.is(401);
    let locked = format!("__Host-tcu_session={}", token(&answer));
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &locked)], "").await.is(200);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_answer_alike() {
    let app = App::open().await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("billing@example.com", "wrong"),
        ("nobody@example.com", "testops"),
        ("", ""),
        ("billing@example.com", ""),
        ("' OR 1=1 --", "testops"),
        (&"a".repeat(5_000), "testops"),
    ] {
        let mut problem = sign_in(&app, email, password).await.refused(401, "credentials_wrong");
        problem.request_id.clear();
        answers.push(problem);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn guessing_one_password_is_stopped_even_for_the_right_one() {
    let app = App::open().await;
    for _ in 0..10 {
        sign_in(&app, "admin@example.com", "guess").await.refused(401, "credentials_wrong");
    }

    let stopped = sign_in(&app, "admin@example.com", "testops").await;

    let seconds: u64 = stopped.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&seconds));
    stopped.refused(429, "rate_limited");
    sign_in(&app, "owner@example.com", "testops").await.is(204);
}

#[tokio::test]
async fn a_session_ends_when_its_person_signs_out() {
    let app = App::open().await;
    let cookie = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));
    let me = [("cookie", cookie.as_str())];
    call(app.router(), "GET", "/api/v1/users/me", &me, "").await.is(200);

    let out =
        call(app.router(), "DELETE", "/api/v1/session", &[("cookie", &cookie), ("origin", ORIGIN)], "").await;

    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").unwrap().ends_with("Max-Age=0"));
    call(app.router(), "GET", "/api/v1/users/me", &me, "").await.refused(401, "signed_out");
}

#[tokio::test]
async fn signing_in_again_leaves_the_session_before() {
    let app = App::open().await;
    let planted = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));
    let headers = [("origin", ORIGIN), ("content-type", "application/json"), ("cookie", &planted)];
    let body = r#"{"email":"owner@example.com","password":"testops"}"#;

    let answer = call(app.router(), "POST", "/api/v1/session", &headers, body).await.is(204);

    assert_ne!(format!("tcu_session={}", token(&answer)), planted);
    call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &planted)], "").await.is(401);
}

#[tokio::test]
async fn an_old_or_idle_session_is_over() {
    for statement in [
        "UPDATE session SET created_at = created_at - 7 * 86400",
        "UPDATE session SET used_at = used_at - 12 * 3600",
    ] {
        let app = App::open().await;
        let cookie = format!("tcu_session={}", token(&sign_in(&app, "user@example.com", "testops").await));

        edit(&app.state, statement).await;

        call(app.router(), "GET", "/api/v1/users/me", &[("cookie", &cookie)], "")
            .await
            .refused(401, "signed_out");
    }
}

#[tokio::test]
async fn the_database_holds_no_token_and_no_password() {
    let app = App::open().await;
    let token = token(&sign_in(&app, "user@example.com", "testops").await);

    let mut reader = app.state.store.reader().await.unwrap();
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT token_hash FROM session").fetch_all(&mut *reader).await.unwrap();
    let hashes: Vec<String> =
        sqlx::query_scalar("SELECT password_hash FROM person").fetch_all(&mut *reader).await.unwrap();

    assert_eq!(kept.len(), 1);
    assert_ne!(kept[0], token);
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$") && !hash.contains("testops")));
}
