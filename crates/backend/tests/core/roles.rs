use axum::body::Body;
use axum::http::Method;
use contract::{Problem, ProblemCode};
use serde_json::Value;

use crate::calls::{ORIGIN, call, edit, rows};
use crate::support::{Answer, App, Person};

const TARGET: &str = r#"{"target":{"sessions":8,"cycle":"monthly"}}"#;
const CHECK: &str = r#"{"code":"SAVE10","sessions":8,"cycle":"monthly"}"#;
const UPGRADE: &str = r#"{"quoteId":"q","quoteHash":"h","seal":"s","expectedDueMinor":1}"#;

/// The endpoints of an organization that require a billing role: method, path and a body.
pub const BILLING_ENDPOINTS: [(&str, &str, &str); 17] = [
    ("GET", "testcloud/subscription", ""),
    ("POST", "testcloud/promotion-checks", CHECK),
    ("POST", "testcloud/quotes", TARGET),
    ("POST", "testcloud/upgrades", UPGRADE),
    ("GET", "testcloud/upgrades/by-key", ""),
    ("GET", "testcloud/upgrades/{id}", ""),
    ("POST", "testcloud/upgrades/{id}/confirmation", "{}"),
    ("POST", "testcloud/upgrades/{id}/cancellation", "{}"),
    ("GET", "testcloud/receipts", ""),
    ("GET", "testcloud/receipts/{number}", ""),
    ("GET", "testcloud/receipts/{number}.csv", ""),
    ("GET", "testcloud/receipts/{number}.json", ""),
    ("POST", "testcloud/renewals/current/confirmation", "{}"),
    ("POST", "payment-method/setup-sessions", r#"{"return":"/organizations/101/settings"}"#),
    ("POST", "payment-method/setup-sessions/{id}/completion", "{}"),
    ("POST", "testcloud/cancellation", "{}"),
    ("DELETE", "testcloud/cancellation", "{}"),
];

/// The endpoints of an organization that every member can call.
pub const MEMBER_ENDPOINTS: [(&str, &str, &str); 1] = [("POST", "testcloud/access-requests", "{}")];

pub fn with_ids(path: &str) -> String {
    path.replace("{org}", "101").replace("{id}", "att_1").replace("{number}", "R-101-000001")
}

/// The method, path and details of every operation in the OpenAPI document.
fn documented_operations() -> Vec<(String, String, Value)> {
    let document: Value = serde_json::from_str(include_str!("../../../contract/openapi.json")).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    operations
}

async fn send_to(person: &Person, organization: &str, (method, path, body): (&str, &str, &str)) -> Answer {
    let headers = [("content-type", "application/json"), ("idempotency-key", "a-key"), ("if-match", "\"1\"")];
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let path = format!("/organizations/{organization}/{}", with_ids(path));
    person.request(method, &path, Body::from(body.to_owned()), &headers).await
}

#[test]
fn every_endpoint_of_an_organization_has_a_listed_role() {
    let mut listed: Vec<_> = BILLING_ENDPOINTS.iter().chain(&MEMBER_ENDPOINTS).collect();
    for (method, path, _) in documented_operations() {
        let Some(path) = path.strip_prefix("/api/v1/organizations/") else { continue };
        let within = path.strip_prefix("{org}/");
        // `Member` and `Billing` read this parameter.
        let within = within.unwrap_or_else(|| panic!("{method} {path}: the parameter is not {{org}}"));
        let at = listed.iter().position(|endpoint| (endpoint.0, endpoint.1) == (&*method, within));
        let at = at.unwrap_or_else(|| {
            panic!("add {method} {within} to BILLING_ENDPOINTS, or to MEMBER_ENDPOINTS if every member can call it")
        });
        listed.remove(at);
    }
    assert!(listed.is_empty(), "not in the OpenAPI document: {listed:?}");
}

#[tokio::test]
async fn endpoints_outside_an_organization_require_no_role() {
    let app = App::open().await;
    for (method, path, operation) in documented_operations() {
        let needs_session = operation["security"].to_string().contains("session");
        if !needs_session || path.contains("{org}") {
            continue;
        }
        let person = app.person("user").await;
        let within_api = with_ids(path.strip_prefix("/api/v1").unwrap());
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = person.request(method.clone(), &within_api, Body::empty(), &[]).await;
        assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.status);
        assert_ne!(answer.status, 403, "{method} {path}");
    }
}

#[tokio::test]
async fn every_member_can_call_the_endpoints_of_members() {
    let app = App::open().await;
    for name in ["owner", "billing", "admin", "user"] {
        let person = app.person(name).await;
        for endpoint in MEMBER_ENDPOINTS {
            let status = send_to(&person, "101", endpoint).await.status.as_u16();
            assert!(status < 500 && !matches!(status, 401 | 403), "{name} {endpoint:?}: {status}");
        }
    }
}

#[tokio::test]
async fn owner_and_billing_manager_can_call_every_endpoint() {
    for name in ["owner", "billing"] {
        let app = App::open().await;
        let person = app.person(name).await;
        for endpoint in BILLING_ENDPOINTS {
            let answer = send_to(&person, "101", endpoint).await;
            let status = answer.status.as_u16();
            assert!(status < 500, "{name} {endpoint:?}: {status}");
            assert!(!matches!(status, 401 | 403), "{name} {endpoint:?}: {status}");
        }
    }
}

#[tokio::test]
async fn admin_and_user_are_refused_with_the_people_who_can_act() {
    let app = App::open().await;
    for name in ["admin", "user"] {
        let person = app.person(name).await;
        let before = rows(&app.state).await;
        for endpoint in BILLING_ENDPOINTS {
            let problem = send_to(&person, "101", endpoint).await.refused(403, "role_required");
            let names: Vec<_> = problem.who_can_act.iter().map(|who| who.full_name.as_str()).collect();
            assert_eq!(names, ["Bea Manager", "Olga Owner"], "{name} {endpoint:?}");
        }
        assert_eq!(rows(&app.state).await, before, "{name} changed the database");
    }
}

#[tokio::test]
async fn foreign_organization_is_answered_like_a_missing_one() {
    let app = App::open().await;
    let stranger = app.person("billing").await;
    let before = rows(&app.state).await;
    for endpoint in BILLING_ENDPOINTS {
        let mut answers: Vec<Problem> = Vec::new();
        for organization in ["110", "999", "0", "-1", "abc", "99999999999999999999", "1e2", "%00"] {
            let answer = send_to(&stranger, organization, endpoint).await;
            let mut problem = answer.refused(404, "not_found");
            problem.request_id.clear();
            answers.push(problem);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{endpoint:?}");
    }
    assert_eq!(rows(&app.state).await, before);
}

#[tokio::test]
async fn every_endpoint_requires_a_session() {
    let app = App::open().await;
    let headers = [("origin", ORIGIN), ("content-type", "application/json")];
    let of_organization = BILLING_ENDPOINTS.into_iter().chain(MEMBER_ENDPOINTS);
    let mut endpoints: Vec<_> = of_organization
        .map(|(method, path, body)| (method, format!("organizations/101/{}", with_ids(path)), body))
        .collect();
    endpoints.push(("GET", "users/me".to_owned(), ""));
    endpoints.push(("DELETE", "session".to_owned(), "{}"));
    for (method, path, body) in endpoints {
        for cookie in ["", "tcu_session=", "tcu_session=nonsense", "other=1; tcu_session=\"x\""] {
            let mut headers = headers.to_vec();
            headers.push(("cookie", cookie));
            let answer = call(app.router(), method, &format!("/api/v1/{path}"), &headers, body).await;
            answer.refused(401, "signed_out");
        }
    }
}

#[tokio::test]
async fn role_changes_apply_to_the_next_request() {
    let app = App::open().await;
    let person = app.person("billing").await;
    person.subscription(101).await;

    edit(&app.state, "UPDATE membership SET role = 'USER' WHERE person = 'u_billing' AND organization = 101")
        .await;

    send_to(&person, "101", BILLING_ENDPOINTS[0]).await.refused(403, "role_required");
    person.subscription(103).await;

    edit(&app.state, "DELETE FROM membership WHERE person = 'u_billing' AND organization = 103").await;

    send_to(&person, "103", BILLING_ENDPOINTS[0]).await.refused(404, "not_found");
}

#[tokio::test]
async fn roles_are_separate_in_each_organization() {
    let app = App::open().await;
    let person = app.person("billing").await;

    let me: contract::User = person.get("/users/me").await.is(200).json();

    let roles: Vec<_> = me.organizations.iter().map(|of| (of.id, of.role.as_str())).collect();
    assert_eq!(roles[..3], [(101, "BILLING_MANAGER"), (102, "USER"), (103, "BILLING_MANAGER")]);
    assert_eq!(
        (me.full_name.as_str(), me.email.as_str(), me.sample_data),
        ("Bea Manager", "billing@example.com", true)
    );
    let problem = send_to(&person, "102", BILLING_ENDPOINTS[0]).await.refused(403, "role_required");
    assert_eq!(problem.code, ProblemCode::RoleRequired);
}
