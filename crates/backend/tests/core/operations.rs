use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use backend::background_tasks::TaskState;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::calls::call;
use crate::support::{Answer, App, gateway_at};

async fn get(app: &App, path: &str) -> Answer {
    call(app.router(), "GET", path, &[], "").await
}

async fn get_admin(app: &App, path: &str) -> Answer {
    // Admin routes are not in the OpenAPI document, which describes the public listener.
    let request = Request::get(path).body(Body::empty()).unwrap();
    Answer::of(app.admin().oneshot(request).await.unwrap()).await
}

async fn metrics(app: &App) -> String {
    let answer = get_admin(app, "/metrics").await.is(200);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    String::from_utf8(answer.body.to_vec()).unwrap()
}

#[tokio::test]
async fn readiness_names_the_degraded_dependencies() {
    let mut app = App::open().await;
    let ok: Value = get_admin(&app, "/health/ready").await.is(200).json();
    assert_eq!((&ok["status"], ok["degraded"].as_array().map(Vec::len)), (&"ok".into(), Some(0)));

    app.use_gateway(gateway_at("http://127.0.0.1:9", Duration::from_secs(1)));
    let degraded: Value = get_admin(&app, "/health/ready").await.is(200).json();
    assert_eq!((&degraded["status"], &degraded["degraded"][0]), (&"degraded".into(), &"gateway".into()));

    app.state.store.close().await;
    let down: Value = get_admin(&app, "/health/ready").await.is(503).json();
    assert_eq!(down["degraded"][0], "database");
    get(&app, "/health/live").await.is(200);
}

#[tokio::test]
async fn everything_except_payment_works_without_the_gateway() {
    let mut app = App::open().await;
    app.use_gateway(gateway_at("http://127.0.0.1:9", Duration::from_secs(1)));
    let buyer = app.person("billing").await;

    buyer.subscription(101).await;
    buyer.quote(101, 8, contract::billing::Cycle::Monthly, None).await;
    buyer.get("/organizations/104/testcloud/receipts").await.is(200);
}

#[tokio::test]
async fn database_failures_do_not_reveal_internal_details() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    app.state.store.close().await;

    let answer = buyer.get("/users/me").await;

    assert!(matches!(answer.status.as_u16(), 500 | 503));
    let text = String::from_utf8_lossy(&answer.body).to_lowercase();
    assert!(!["sql", "pool", "closed", "panic", ".rs"].iter().any(|word| text.contains(word)), "{text}");
}

#[tokio::test]
async fn metrics_count_requests_by_route_not_by_path() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.subscription(101).await;
    buyer.try_quote(101, 8, contract::billing::Cycle::Monthly, Some("SECRETCODE")).await;

    let text = metrics(&app).await;

    assert!(
        text.contains("route=\"/api/v1/organizations/{org}/testcloud/subscription\",status=\"200\"} 1"),
        "{text}"
    );
    assert!(text.contains("promotion_codes_refused_total 1"));
    assert!(text.contains("sign_ins_total{outcome=\"accepted\"} 1"));
    assert!(text.contains("subscriptions{status=\"past_due\"} 1"));
    assert!(!text.contains("SECRETCODE") && !text.contains("/101/"));
}

#[tokio::test]
async fn unknown_methods_and_paths_share_one_series() {
    let app = App::open().await;
    for number in 0..50 {
        let method = format!("MADE{}{number}", "X".repeat(5_000));
        call(app.router(), &method, &format!("/api/v1/nothing/{number}"), &[], "").await;
        call(app.router(), &method, &format!("/nothing/{number}"), &[], "").await;
        call(app.router(), &method, "/api/v1/users/me", &[], "").await.is(405);
    }

    let text = metrics(&app).await;

    assert!(!text.contains("MADE"), "a method of a request became a label");
    assert!(text.contains("method=\"other\",route=\"/api/v1/users/me\",status=\"405\"} 50"), "{text}");
    let series = text.lines().filter(|line| line.starts_with("http_requests_total")).count();
    assert!(series <= 3, "{series} series in {text}");
    assert!(text.len() < 16_384, "{} bytes", text.len());
}

#[tokio::test]
async fn request_durations_are_measured_per_route() {
    let app = App::open().await;
    let buyer = app.person("billing").await;
    buyer.subscription(101).await;

    let text = metrics(&app).await;

    for route in ["/api/v1/session", "/api/v1/organizations/{org}/testcloud/subscription"] {
        let name = "http_request_duration_seconds_count";
        let line =
            text.lines().find(|line| line.starts_with(name) && line.contains(&format!("route=\"{route}\"")));
        assert!(line.is_some_and(|line| line.ends_with(" 1")), "{route}: {line:?} in {text}");
    }
}

#[tokio::test]
async fn operational_endpoints_are_served_on_the_admin_listener_only() {
    let app = App::open().await;

    get(&app, "/health/live").await.is(200);
    for path in ["/metrics", "/health", "/health/ready", "/health/live/", "/metrics/"] {
        get(&app, path).await.is(404);
    }
    get_admin(&app, "/health/live").await.is(200);
    get_admin(&app, "/health/ready").await.is(200);
    get_admin(&app, "/api/v1/users/me").await.is(404);
}

#[tokio::test]
async fn metrics_are_served_without_the_database() {
    let app = App::open().await;
    assert!(metrics(&app).await.contains("database_available 1"));
    app.state.store.close().await;

    let text = metrics(&app).await;

    assert!(text.contains("database_available 0"), "{text}");
}

#[tokio::test]
async fn served_openapi_document_matches_the_checked_in_file() {
    let app = App::open().await;

    let served = get(&app, "/api/v1/openapi.json").await.is(200);

    let checked_in = include_str!("../../../contract/openapi.json");
    assert!(
        served.body == checked_in.as_bytes(),
        "the document is outdated: run `cargo run -p backend -- openapi --write crates/contract/openapi.json`"
    );
}

#[tokio::test]
async fn served_document_is_one_copy_with_an_etag() {
    let app = App::open().await;
    let document = async || {
        let request = Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap();
        to_bytes(app.router().oneshot(request).await.unwrap().into_body(), usize::MAX).await.unwrap()
    };
    let copies = [document().await, document().await];
    assert_eq!(copies[0].as_ptr(), copies[1].as_ptr());

    let etag = get(&app, "/api/v1/openapi.json").await.is(200).header("etag").unwrap().to_owned();
    for (known, status) in [(etag.as_str(), 304), (&format!("W/{etag}"), 304), ("\"other\"", 200)] {
        let headers = [("if-none-match", known)];
        let answer = call(app.router(), "GET", "/api/v1/openapi.json", &headers, "").await.is(status);
        assert_eq!(answer.header("etag"), Some(etag.as_str()));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert_eq!(answer.body.is_empty(), status == 304);
    }
}

#[tokio::test]
async fn every_documented_endpoint_is_served() {
    let app = App::open().await;
    let document: Value = serde_json::from_str(include_str!("../../../contract/openapi.json")).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.replace("{org}", "101").replace("{number}", "R-1").replace("{id}", "att_1");
        for method in item.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            let answer = call(app.router(), &method, &path, &[("origin", crate::calls::ORIGIN)], "").await;
            assert!(!matches!(answer.status.as_u16(), 404 | 405), "{method} {path}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn readiness_reports_background_tasks_that_do_not_run() {
    let app = App::open().await;
    let task = app.state.tasks.register("renewals");
    let readiness = async || {
        let answer = get_admin(&app, "/health/ready").await;
        (answer.status.as_u16(), answer.json::<Value>())
    };
    assert_eq!(readiness().await, (200, json!({"status": "ok", "degraded": []})));
    assert!(metrics(&app).await.contains("background_tasks_running{task=\"renewals\"} 1"));

    task.set(TaskState::Restarting);
    assert_eq!(readiness().await, (200, json!({"status": "degraded", "degraded": ["renewals"]})));
    drop(task);

    assert_eq!(readiness().await, (503, json!({"status": "unavailable", "degraded": ["renewals"]})));
    assert!(metrics(&app).await.contains("background_tasks_running{task=\"renewals\"} 0"));
}
