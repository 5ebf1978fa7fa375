use axum::http::Method;
use contract::paths;
use serde_json::{Value, json};

use crate::support::{Answer, App, Person};

async fn request_access(person: &Person, organization: i64, body: Value) -> Answer {
    let path = format!("{}/access-requests", paths::testcloud(organization));
    person.send(Method::POST, &path, &body, &[]).await
}

#[tokio::test]
async fn access_requests_of_members_are_listed_for_billing_roles() {
    let app = App::open().await;
    let (user, admin) = (app.person("user").await, app.person("admin").await);

    request_access(
        &user,
        101,
        json!({"add": 3, "cycle": "annual", "note": "<img onerror=x> please\u{202e}"}),
    )
    .await
    .is(202);
    app.wait_seconds(1);
    request_access(&admin, 101, json!({})).await.is(202);

    let seen = app.person("billing").await.subscription(101).await.access_requests;
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].by.as_str(), seen[0].add, &seen[0].note), ("Adam Admin", None, &None));
    assert_eq!((seen[1].by.as_str(), seen[1].add, seen[1].from_sessions), ("Uma User", Some(3), 5));
    assert_eq!(seen[1].note.as_deref(), Some("<img onerror=x> please"));
}

#[tokio::test]
async fn upgrade_closes_earlier_access_requests() {
    let app = App::open().await;
    request_access(&app.person("user").await, 101, json!({"add": 3})).await.is(202);
    app.wait_seconds(5);
    let buyer = app.person("billing").await;
    let payment = buyer.prepare(101, 8, "pm_card_visa").await;

    buyer.pay(&payment).await.is(201);

    assert!(buyer.subscription(101).await.access_requests.is_empty());
}

#[tokio::test]
async fn access_request_of_a_non_member_is_answered_404() {
    let app = App::open().await;

    request_access(&app.person("admin").await, 103, json!({})).await.refused(404, "not_found");
}

#[tokio::test]
async fn invalid_access_request_fields_are_named_in_the_problem() {
    let app = App::open().await;
    let user = app.person("user").await;
    for (body, path) in [
        (json!({"add": 0}), "add"),
        (json!({"add": -3}), "add"),
        (json!({"add": 10_000}), "add"),
        (json!({"note": "x".repeat(501)}), "note"),
        (json!({"note": " ".repeat(501)}), "note"),
        (json!({"cycle": "weekly"}), "cycle"),
        (json!({"price": 1}), "price"),
    ] {
        let problem = request_access(&user, 101, body.clone()).await.refused(422, "body_invalid");
        assert_eq!(problem.fields[0].path, path, "{body}");
    }
    assert!(app.person("billing").await.subscription(101).await.access_requests.is_empty());
}

#[tokio::test]
async fn card_number_in_the_note_is_refused_and_not_stored() {
    let app = App::open().await;
    let user = app.person("user").await;
    for note in [
        "my card is 4242 4242 4242 4242",
        "4111111111111111 12/30 123",
        "4111.1111.1111.1111",
        "4111/1111/1111/1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "４１１１１１１１１１１１１１１１",
        "٤١١١ ١١١١ ١١١١ ١١١١",
    ] {
        let problem =
            request_access(&user, 101, json!({"note": note})).await.refused(422, "card_number_in_text");
        assert_eq!(problem.fields[0].path, "note", "{note}");
    }
    assert!(app.person("billing").await.subscription(101).await.access_requests.is_empty());
}

#[tokio::test]
async fn access_requests_are_limited_to_ten_a_day_per_person() {
    let app = App::open().await;
    let user = app.person("user").await;
    for _ in 0..10 {
        request_access(&user, 101, json!({})).await.is(202);
    }

    request_access(&user, 101, json!({})).await.refused(429, "rate_limited");

    app.wait_seconds(86_401);
    request_access(&user, 101, json!({})).await.is(202);
}
