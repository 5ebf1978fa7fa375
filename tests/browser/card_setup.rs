//! A card is saved on the gateway's page: the way there, the return, and what the page shows then.

use leptos::prelude::*;
use serde_json::{Value, json};
use testcloud_upgrading::{
    App,
    config::Config,
    text::language::{LANGUAGES, speak},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

use crate::{
    page::{Page, until},
    service::Service,
};

const PATH: &str = "/organizations/101/settings/payment-method";
const USER: &str = "GET /api/v1/session";
const SUBSCRIPTION: &str = "GET /api/v1/organizations/101/testcloud/subscription";
const CREATE: &str = "POST /api/v1/organizations/101/payment-method/setup-sessions";
const COMPLETE: &str = "POST /api/v1/organizations/101/payment-method/setup-sessions/cs_1/completion";
const BUTTON: &str = "#card-button";
const NOTICE: &str = "#card-notice";

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn harbor() -> Value {
    fixture(include_str!("../fixtures/subscription-harbor-qa.json"))
}

fn past_due() -> Value {
    let mut subscription = fixture(include_str!("../fixtures/subscription-past-due.json"));
    subscription["organization"]["id"] = json!(101);
    subscription
}

/// A visit that ends with this card, or is open.
fn session(last_four: Option<&str>) -> Value {
    let card = last_four.map(|last_four| {
        json!({
            "id": "pm_2", "brand": "mastercard", "last4": last_four, "expiresMonth": 12, "expiresYear": 2031,
            "expired": false,
        })
    });
    // A fragment leaves the document of the test in place.
    let url = card.is_none().then_some("#card-page");
    json!({ "id": "cs_1", "url": url, "expiresAt": "2026-03-16T10:30:00Z", "paymentMethod": card })
}

fn problem(status: u16, code: &str) -> Value {
    json!({
        "type": "about:blank", "title": "title", "status": status, "detail": "detail", "code": code,
        "charged": "no", "requestId": "r-1",
    })
}

/// Opens the page of the payment method with a query.
fn open(query: &str, answers: &[(&str, u16, Value)]) -> (Page, Service) {
    let [english, ..] = &LANGUAGES;
    assert!(speak(english, ""));
    let user = fixture(include_str!("../fixtures/user-billing.json"));
    let mut all = vec![(USER, 200, user)];
    all.extend(answers.iter().cloned());
    let service = Service::start(&all);
    go_to(&format!("{PATH}{query}"));
    let config = Config { base: String::new(), api: "/api/v1".to_owned(), locale: None };
    (Page::mount(move || view! { <App config language=english/> }), service)
}

fn go_to(path: &str) {
    let history = window().history().expect("a history");
    history.replace_state_with_url(&JsValue::NULL, "", Some(path)).expect(path);
}

fn address() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().expect("a path"), location.search().expect("a query"))
}

async fn read(page: &Page, text: &str) {
    until(|| page.root_text().contains(text)).await;
}

#[wasm_bindgen_test]
async fn press_leaves_for_the_card_page_once_and_back_frees_the_button() {
    let answers = [(SUBSCRIPTION, 200, harbor()), (CREATE, 201, session(None))];
    let (page, service) = open("", &answers);
    until(|| page.has(BUTTON)).await;
    assert_eq!(page.text(BUTTON), "Use another card");

    page.find(BUTTON).focus().expect("a button");
    page.click(BUTTON);
    page.click(BUTTON);
    until(|| window().location().hash().as_deref() == Ok("#card-page")).await;
    page.click(BUTTON);

    assert_eq!(page.attribute(BUTTON, "aria-busy").as_deref(), Some("true"));
    assert_eq!(page.attribute(BUTTON, "aria-disabled").as_deref(), Some("true"));
    assert_eq!(service.sent(CREATE), [format!(r#"{CREATE} {{"return":"{PATH}","locale":"en"}}"#)]);
    // The browser shows the page again as it was left.
    window().dispatch_event(&Event::new("pageshow").expect("an event")).expect("dispatched");
    until(|| page.attribute(BUTTON, "aria-busy").as_deref() == Some("false")).await;
    assert!(page.has_focus(BUTTON), "the button was replaced");
    page.click(BUTTON);
    until(|| service.sent(CREATE).len() == 2).await;
    assert!(service.sent(COMPLETE).is_empty(), "nothing is known about a visit that did not return");
}

#[wasm_bindgen_test]
async fn session_that_cannot_be_created_shows_a_notice_and_keeps_the_button() {
    let unavailable = (CREATE, 503, problem(503, "gateway_unavailable"));
    let (page, _service) = open("", &[(SUBSCRIPTION, 200, harbor()), unavailable]);
    until(|| page.has(BUTTON)).await;

    page.click(BUTTON);
    read(&page, "Payments are not available right now").await;

    assert_eq!(page.attribute(BUTTON, "aria-disabled").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn return_saves_the_card_once_and_moves_the_focus_to_the_notice() {
    let mut after = harbor();
    after["paymentMethod"] = session(Some("4444"))["paymentMethod"].clone();
    let answers =
        [(SUBSCRIPTION, 200, harbor()), (SUBSCRIPTION, 200, after), (COMPLETE, 200, session(Some("4444")))];
    let (page, service) = open("?setup=cs_1", &answers);

    until(|| page.has(NOTICE) && page.text(NOTICE).contains("Card saved") && page.has_focus(NOTICE)).await;
    until(|| page.text(".card-on-file").contains("Mastercard ending in 4444")).await;

    assert_eq!(page.attribute(".notice", "data-tone").as_deref(), Some("good"));
    assert_eq!(service.sent(COMPLETE), [format!("{COMPLETE} {{}}")]);
    assert_eq!(address(), PATH, "a reload must not complete the visit again");
}

#[wasm_bindgen_test]
async fn paid_renewal_is_reported_with_the_saved_card() {
    let answers = [
        (SUBSCRIPTION, 200, past_due()),
        (SUBSCRIPTION, 200, harbor()),
        (COMPLETE, 202, session(None)),
        (COMPLETE, 200, session(Some("4444"))),
    ];
    let (page, _service) = open("?setup=cs_1", &answers);

    read(&page, "The renewal that was due has been paid.").await;

    until(|| page.has_focus(NOTICE)).await;
}

#[wasm_bindgen_test]
async fn renewal_paid_before_the_return_is_reported_too() {
    let (page, service) = open("", &[(SUBSCRIPTION, 200, past_due())]);
    until(|| page.has(BUTTON)).await;
    drop((page, service));

    let answers = [(SUBSCRIPTION, 200, harbor()), (COMPLETE, 200, session(Some("4444")))];
    let (page, _service) = open("?setup=cs_1", &answers);

    read(&page, "The renewal that was due has been paid.").await;
}

#[wasm_bindgen_test]
async fn renewal_that_needs_the_bank_offers_it_with_the_saved_card() {
    let mut confirmable = past_due();
    confirmable["renewalConfirmable"] = json!(true);
    let confirm = "POST /api/v1/organizations/101/testcloud/renewals/current/confirmation";
    let answers = [
        (SUBSCRIPTION, 200, past_due()),
        (SUBSCRIPTION, 200, confirmable),
        (COMPLETE, 202, session(None)),
        (COMPLETE, 200, session(Some("4444"))),
        (confirm, 200, json!({ "url": "#bank" })),
    ];
    let (page, service) = open("?setup=cs_1", &answers);
    read(&page, "Confirm with your bank").await;
    assert!(page.text(NOTICE).contains("Your bank asks you to confirm the payment of the renewal."));

    page.click("#confirm-renewal");
    until(|| window().location().hash().as_deref() == Ok("#bank")).await;

    assert_eq!(service.sent(confirm), [format!("{confirm} {{}}")]);
    assert_eq!(page.attribute("#confirm-renewal", "aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn renewal_that_needs_no_confirmation_any_more_is_read_again() {
    let mut confirmable = past_due();
    confirmable["renewalConfirmable"] = json!(true);
    let answers = [
        (SUBSCRIPTION, 200, confirmable),
        (SUBSCRIPTION, 200, harbor()),
        (
            "POST /api/v1/organizations/101/testcloud/renewals/current/confirmation",
            409,
            problem(409, "renewal_not_confirmable"),
        ),
    ];
    let (page, _service) = open("", &answers);
    until(|| page.has("#confirm-renewal")).await;

    page.click("#confirm-renewal");
    until(|| !page.has("#confirm-renewal")).await;

    assert!(!page.has(".notice"), "{}", page.root_text());
}

#[wasm_bindgen_test]
async fn open_page_is_polled_with_a_status_text() {
    let answers = [
        (SUBSCRIPTION, 200, harbor()),
        (COMPLETE, 202, session(None)),
        (COMPLETE, 202, session(None)),
        (COMPLETE, 200, session(Some("4444"))),
    ];
    let (page, service) = open("?setup=cs_1", &answers);

    read(&page, "Checking whether the card was saved …").await;
    assert_eq!(address(), format!("{PATH}?setup=cs_1"), "a reload has to check again");
    until(|| page.text(NOTICE).contains("Card saved")).await;

    assert_eq!(service.sent(COMPLETE).len(), 3);
    assert!(!page.root_text().contains("Checking whether"));
}

#[wasm_bindgen_test]
async fn visit_without_a_card_offers_to_add_one() {
    for (status, code, title) in
        [(409, "setup_unfinished", "No card was saved"), (404, "not_found", "No card was saved")]
    {
        let answers = [(SUBSCRIPTION, 200, harbor()), (COMPLETE, status, problem(status, code))];
        let (page, service) = open("?setup=cs_1", &answers);

        read(&page, title).await;

        until(|| page.has_focus(NOTICE)).await;
        assert_eq!(page.attribute(BUTTON, "aria-disabled").as_deref(), Some("false"));
        assert_eq!((address().as_str(), service.sent(COMPLETE).len()), (PATH, 1));
    }
}

#[wasm_bindgen_test]
async fn forged_ids_are_not_sent() {
    for id in ["..", "%2e%2e%2f..%2ftestcloud", "a b", "%00"] {
        let (page, service) = open(&format!("?setup={id}"), &[(SUBSCRIPTION, 200, harbor())]);

        read(&page, "No card was saved").await;

        assert!(service.sent("POST").is_empty(), "{id}");
    }
}

#[wasm_bindgen_test]
async fn failed_check_can_be_repeated() {
    let answers =
        [(SUBSCRIPTION, 200, harbor()), (COMPLETE, 0, Value::Null), (COMPLETE, 200, session(Some("4444")))];
    let (page, service) = open("?setup=cs_1", &answers);
    read(&page, "The billing service cannot be reached").await;
    assert_eq!(address(), format!("{PATH}?setup=cs_1"));

    page.click(".notice button");
    until(|| page.text(NOTICE).contains("Card saved")).await;

    assert_eq!((address().as_str(), service.sent(COMPLETE).len()), (PATH, 2));
}
