use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;

use crate::running::{eventually, instant, send, start};

const CARD: &str = "number=4242+4242+4242+4242&expiry=12%2F30&cvc=123";

fn page(session: &str) -> String {
    format!("/checkout/{session}")
}

#[tokio::test]
async fn entered_card_is_saved_for_the_customer() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let customer = sandbox.customer().await;
    let session = sandbox.session(&customer).await;
    assert_eq!(session.body["url"], format!("{}{}", sandbox.local.origin, page(&session.id())));

    let saved = sandbox.submit(&page(&session.id()), CARD).await;

    let address = format!("https://app.example.com/saved?session={}", session.id());
    assert_eq!((saved.status, saved.header("location")), (303, Some(address.as_str())));
    let path = format!("/v1/checkout/sessions/{}?expand[]=setup_intent.payment_method", session.id());
    let session = sandbox.get(&path).await;
    assert_eq!(
        (&session.body["status"], &session.body["url"]),
        (&"complete".into(), &serde_json::Value::Null)
    );
    let intent = &session.body["setup_intent"];
    assert_eq!(
        (&intent["status"], &intent["payment_method"]["customer"]),
        (&"succeeded".into(), &customer.as_str().into())
    );
    assert_eq!(intent["payment_method"]["card"]["exp_year"], 2030);
}

#[tokio::test]
async fn card_number_is_in_no_answer_and_not_in_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.jsonl");
    let sandbox = start(&book).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();

    let wrong = sandbox.submit(&page(&session), "number=4242424242424242&expiry=x&cvc=537").await;
    sandbox.submit(&page(&session), CARD).await;

    let book = std::fs::read_to_string(&book).unwrap();
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text.contains("537") && !wrong.text.contains("value=\"4242424242424242\""));
    assert!(!book.contains("4242424242424242") && !book.contains("4242 4242"));
}

#[tokio::test]
async fn problems_are_listed_and_tied_to_their_fields() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();

    let answer = sandbox.submit(&page(&session), "number=&expiry=01%2F20&cvc=12").await;

    assert_eq!(answer.status, 422);
    for part in [
        "<title>Error: Save a card</title>",
        "role=\"alert\" tabindex=\"-1\" autofocus",
        "<a href=\"#number\">Enter the card number</a>",
        "<a href=\"#expiry\">This card has expired. Enter another card</a>",
        "<p class=\"error\" id=\"cvc-error\">Enter the three digits of the security code</p>",
        "aria-describedby=\"cvc-hint cvc-error\" aria-invalid=\"true\"",
    ] {
        assert!(answer.text.contains(part), "{part} is not in {}", answer.text);
    }
}

#[tokio::test]
async fn declining_cards_are_refused_and_the_page_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();

    for number in ["4000000000000002", "4000000000009995", "4000000000000069", "4000000000000127"] {
        let form = format!("number={number}&expiry=1230&cvc=123");
        let declined = sandbox.submit(&page(&session), &form).await;
        assert_eq!(declined.status, 422, "{number}");
        assert!(declined.text.contains("class=\"problems\""));
    }
    let real = sandbox.submit(&page(&session), "number=4111111111111111&expiry=1230&cvc=123").await;
    assert!(real.text.contains("does not accept real cards"));
    let later = sandbox.submit(&page(&session), "number=4000000000000341&expiry=1230&cvc=123").await;
    assert_eq!(later.status, 303);
}

#[tokio::test]
async fn test_card_can_be_chosen_without_typing() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();
    let shown = send(sandbox.request(Method::GET, &page(&session))).await;
    for card in sandbox_gateway::TEST_CARDS {
        assert!(shown.text.contains(&format!("value=\"{}\"", card.token)), "{}", card.token);
    }

    assert_eq!(sandbox.submit(&page(&session), "token=pm_card_mastercard").await.status, 303);
}

#[tokio::test]
async fn card_that_needs_authentication_goes_over_the_bank_page() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();
    let bank = |answer: &crate::running::Answer| {
        answer.header("location").unwrap().strip_prefix(&sandbox.local.origin).unwrap().to_owned()
    };

    let asked = sandbox.submit(&page(&session), "token=pm_card_authenticationRequiredOnSetup").await;
    let shown = send(sandbox.request(Method::GET, &bank(&asked))).await;
    assert!(shown.text.contains("Confirm your card") && !shown.text.contains("bank-amount"));
    let refused = sandbox.submit(&bank(&asked), "decision=refuse").await;
    assert_eq!(bank(&refused), page(&session));
    let again = send(sandbox.request(Method::GET, &page(&session))).await;
    assert!(again.text.contains("You did not confirm this card"));
    let asked = sandbox.submit(&page(&session), "token=pm_card_authenticationRequiredOnSetup").await;
    let confirmed = sandbox.submit(&bank(&asked), "decision=confirm").await;

    assert!(confirmed.header("location").unwrap().starts_with("https://app.example.com/saved"));
    assert_eq!(sandbox.get(&format!("/v1/checkout/sessions/{session}")).await.body["status"], "complete");
}

#[tokio::test]
async fn page_is_in_the_language_of_the_session_or_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let customer = sandbox.customer().await;
    let create = |locale: &str| {
        format!("mode=setup&currency=usd&customer={customer}&success_url=https://app.example.com/{locale}")
    };

    for (locale, html) in [
        ("&locale=en", "<html lang=\"en\" dir=\"ltr\">"),
        ("&locale=vi", "<html lang=\"vi\" dir=\"ltr\">"),
        ("&locale=auto", "<html lang=\"ar\" dir=\"rtl\">"),
        ("", "<html lang=\"ar\" dir=\"rtl\">"),
    ] {
        let session = sandbox.post("/v1/checkout/sessions", &create(locale)).await.id();
        let request =
            sandbox.request(Method::GET, &page(&session)).header(ACCEPT_LANGUAGE, "ar-EG, en;q=0.5");
        assert!(send(request).await.text.contains(html), "{locale}");
    }
}

#[tokio::test]
async fn page_has_a_strict_policy_and_links_back() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();

    let shown = send(sandbox.request(Method::GET, &page(&session))).await;

    assert_eq!(
        shown.header("content-security-policy"),
        Some(
            "default-src 'none'; style-src 'self'; form-action 'self' https://app.example.com; base-uri 'none'; \
             frame-ancestors 'none'"
        )
    );
    assert!(shown.text.contains("href=\"https://app.example.com/cards\">Back to TestOps</a>"));
    assert!(shown.text.contains("Sandbox: no real money") && !shown.text.contains("<script"));
}

#[tokio::test]
async fn foreign_page_cannot_send_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let session = sandbox.session(&sandbox.customer().await).await.id();
    let form = || {
        let request = sandbox.request(Method::POST, &page(&session));
        request.header("content-type", "application/x-www-form-urlencoded").body(CARD)
    };

    assert_eq!(send(form()).await.status, 403);
    assert_eq!(send(form().header("origin", "https://evil.example")).await.status, 403);
    assert_eq!(sandbox.get(&format!("/v1/checkout/sessions/{session}")).await.body["status"], "open");
}

#[tokio::test]
async fn expired_and_complete_sessions_save_no_further_card() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    let customer = sandbox.customer().await;
    let complete = sandbox.session(&customer).await.id();
    sandbox.submit(&page(&complete), CARD).await;
    let expired = sandbox.session(&customer).await.id();
    let ended = sandbox.post(&format!("/v1/checkout/sessions/{expired}/expire"), "").await;
    assert_eq!(ended.body["status"], "expired");
    let due = sandbox.session(&customer).await.id();
    sandbox.clock.set(instant("2026-03-17T09:31:00Z"));

    assert_eq!(sandbox.submit(&page(&complete), CARD).await.status, 200);
    assert_eq!(sandbox.submit(&page(&expired), CARD).await.status, 410);
    assert_eq!(sandbox.submit(&page(&due), CARD).await.status, 410);

    assert_eq!(sandbox.get(&format!("/v1/checkout/sessions/{due}")).await.body["status"], "expired");
    assert_eq!(sandbox.post(&format!("/v1/checkout/sessions/{complete}/expire"), "").await.status, 400);
    let cards = sandbox.get(&format!("/v1/customers/{customer}/payment_methods")).await;
    assert_eq!(cards.body["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn session_expires_without_a_request() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(&folder.path().join("book.jsonl")).await;
    sandbox.session(&sandbox.customer().await).await;

    sandbox.clock.set(instant("2026-03-17T09:31:00Z"));

    let is_expired = || sandbox.lines().last().unwrap()["event"] == "session_expired";
    eventually("the session is still open", async || is_expired()).await;
}
