use gateway::{DeclineReason, Gateway, Intent, IntentStatus};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};

use crate::running::{APP, RunningSandbox, instant, start};

const RETURN_URL: &str = "http://127.0.0.1:8080/receipt?attempt=a1";

/// Creates and confirms an intent that requires bank confirmation.
async fn intent_requiring_confirmation(running: &RunningSandbox, card_ref: &str) -> Intent {
    let intent = running.create("a1", card_ref).await;
    running.gateway.confirm(&intent.id, "a1:confirm").await.unwrap()
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder().redirect(Policy::none()).build().unwrap()
}

async fn open_bank_page(intent: &Intent, return_to: &str) -> Response {
    let page = intent.confirmation_url.as_deref().unwrap();
    browser().get(page).query(&[("return", return_to)]).send().await.unwrap()
}

async fn submit_decision(
    running: &RunningSandbox,
    intent: &Intent,
    decision: &str,
    return_to: &str,
) -> Response {
    let form: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("decision", decision)
        .append_pair("return", return_to)
        .finish();
    browser()
        .post(intent.confirmation_url.as_deref().unwrap())
        .header("origin", &running.base)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn bank_page_shows_the_amount_and_the_return_address() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;

    let page = open_bank_page(&intent, RETURN_URL).await;

    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains(&format!("form-action 'self' {APP};")));
    assert!(policy.contains("frame-ancestors 'none'"));
    let html = page.text().await.unwrap();
    assert!(html.contains("USD 241.55") && html.contains(RETURN_URL));
}

#[tokio::test]
async fn repeated_confirmations_charge_once() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;

    let (first, second) = tokio::join!(
        submit_decision(&running, &intent, "confirm", RETURN_URL),
        submit_decision(&running, &intent, "confirm", RETURN_URL)
    );
    let third = submit_decision(&running, &intent, "refuse", RETURN_URL).await;

    for answer in [first, second, third] {
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], RETURN_URL);
    }
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "requires_action", "succeeded"]);
    let paid = running.gateway.retrieve(&intent.id).await.unwrap();
    assert_eq!((paid.status, paid.confirmation_url), (IntentStatus::Succeeded, None));
}

#[tokio::test]
async fn confirmation_after_a_refusal_does_not_charge() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;

    submit_decision(&running, &intent, "refuse", RETURN_URL).await;
    submit_decision(&running, &intent, "confirm", RETURN_URL).await;

    let declined = running.gateway.retrieve(&intent.id).await.unwrap();
    assert_eq!(declined.decline, Some(DeclineReason::ConfirmationRefused));
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "requires_action", "declined"]);
}

#[tokio::test]
async fn confirm_fails_card_is_declined_after_the_bank_page() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm_fails").await;

    submit_decision(&running, &intent, "confirm", RETURN_URL).await;

    let declined = running.gateway.retrieve(&intent.id).await.unwrap();
    assert_eq!(declined.status, IntentStatus::Declined);
    assert_eq!(declined.decline, Some(DeclineReason::ConfirmationFailed));
}

#[tokio::test]
async fn bank_page_returns_only_to_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;
    let foreign = "http://127.0.0.1:8080.evil.example/";

    let page = open_bank_page(&intent, foreign).await.text().await.unwrap();
    let answer = submit_decision(&running, &intent, "confirm", foreign).await;

    assert!(!page.contains("evil"));
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key("location"));
    let html = answer.text().await.unwrap();
    assert!(html.contains("You can close this page and return to TestOps.") && !html.contains("evil"));
    assert_eq!(running.gateway.retrieve(&intent.id).await.unwrap().status, IntentStatus::Succeeded);
}

#[tokio::test]
async fn confirmation_expires_after_fifteen_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    running.clock.set(instant("2026-03-16T10:00:00Z"));
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;
    let requested_at = running.lines().pop().unwrap()["at"].as_str().unwrap().to_owned();
    running.clock.set(instant(&requested_at).checked_add_seconds(15 * 60).unwrap());

    let answer = submit_decision(&running, &intent, "confirm", RETURN_URL).await;

    assert_eq!(answer.status(), StatusCode::GONE);
    assert!(answer.text().await.unwrap().contains("Nothing was charged."));
    assert_eq!(open_bank_page(&intent, RETURN_URL).await.status(), StatusCode::GONE);
    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "requires_action"]);
    assert_eq!(running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap().status, IntentStatus::Canceled);
}

#[tokio::test]
async fn canceled_payment_cannot_be_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;
    running.gateway.cancel(&intent.id, "a1:cancel").await.unwrap();

    submit_decision(&running, &intent, "confirm", RETURN_URL).await;

    assert_eq!(running.gateway.retrieve(&intent.id).await.unwrap().status, IntentStatus::Canceled);
}

#[tokio::test]
async fn cross_site_and_malformed_confirmations_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(&folder.path().join("gateway.jsonl")).await;
    let intent = intent_requiring_confirmation(&running, "card_confirm").await;
    let page = intent.confirmation_url.clone().unwrap();
    let post = |origin: &'static str, kind: &'static str, body: &'static str| {
        browser().post(&page).header("origin", origin).header("content-type", kind).body(body).send()
    };
    const FORM: &str = "application/x-www-form-urlencoded";

    assert_eq!(
        post("http://evil.example", FORM, "decision=confirm").await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    assert_eq!(post("null", FORM, "decision=confirm").await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(
        submit_decision(&running, &intent, "perhaps", RETURN_URL).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let stranger = format!("{}/bank/pi_none", running.base);
    assert_eq!(browser().get(stranger).send().await.unwrap().status(), StatusCode::NOT_FOUND);

    assert_eq!(running.events(&intent.id), ["intent_created", "confirming", "requires_action"]);
}
