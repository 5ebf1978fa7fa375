//! The sign-in form, the organization selector, the access request form and notices.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use billing::Cycle;
use contract::{AccessRequestForm as Form, Charged, Membership, ProblemCode, Role};
use leptos::{prelude::*, task::tick};
use leptos_router::components::Router;
use platform::intl;
use testcloud_upgrading::{
    api::{ApiError, ProblemResponse},
    components::{NoticeView, OrganizationSelector},
    pages::{AccessRequestForm, SignInForm},
    state::upgrade::Draft,
    text::{self, Notice},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::page::{Page, until};

fn refused(code: ProblemCode, charged: Charged) -> ApiError {
    let problem = serde_json::json!({
        "type": "about:blank", "title": "title", "status": 409, "detail": "detail",
        "code": code, "charged": charged, "requestId": "r-1",
    });
    ApiError::Refused(Box::new(
        ProblemResponse::parse(&problem.to_string()).expect("a problem of the contract"),
    ))
}

/// Mounts a sign-in form whose requests are always refused, with a counter of the requests.
fn sign_in() -> (Page, Arc<AtomicUsize>) {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    let begin = move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        async { Err(refused(ProblemCode::CredentialsWrong, Charged::No)) }
    };
    (Page::mount(move || view! { <SignInForm on_sign_in=begin/> }), requests)
}

#[wasm_bindgen_test]
async fn missing_password_shows_an_inline_error_and_sends_nothing() {
    let (page, requests) = sign_in();

    page.type_into("#email", "billing@example.com");
    page.click("button[type=submit]");
    until(|| page.has_focus("#password")).await;

    assert_eq!(page.text("#password-problem"), "Enter your password.");
    assert_eq!(page.attribute("#password", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(page.attribute("#email", "aria-invalid").as_deref(), Some("false"));
    assert_eq!(requests.load(Ordering::Relaxed), 0);
}

#[wasm_bindgen_test]
async fn wrong_password_is_reported_and_a_double_click_sends_once() {
    let (page, requests) = sign_in();
    page.type_into("#email", "billing@example.com");
    page.type_into("#password", "wrong");

    page.click("button[type=submit]");
    page.click("button[type=submit]");
    until(|| page.root_text().contains("Wrong e-mail or password")).await;

    assert_eq!(page.attribute(".notice", "role").as_deref(), Some("alert"));
    assert_eq!(page.attribute("button", "aria-disabled").as_deref(), Some("false"));
    assert_eq!(requests.load(Ordering::Relaxed), 1);
}

#[wasm_bindgen_test]
async fn fields_filled_without_input_events_are_read_on_sign_in() {
    let (page, requests) = sign_in();
    page.fill_in("#email", "billing@example.com");
    page.fill_in("#password", "testops");

    page.click("button[type=submit]");
    until(|| requests.load(Ordering::Relaxed) == 1).await;

    assert_eq!(page.text("#email-problem"), "");
    assert_eq!(page.text("#password-problem"), "");
}

#[wasm_bindgen_test]
async fn card_number_as_an_email_shows_an_inline_error() {
    let (page, requests) = sign_in();
    page.type_into("#email", "4111 1111 1111 1111");
    page.type_into("#password", "testops");

    page.click("button[type=submit]");
    tick().await;

    assert_eq!(page.text("#email-problem"), "This looks like a card number. Remove it.");
    assert_eq!(requests.load(Ordering::Relaxed), 0);
}

#[wasm_bindgen_test]
async fn organization_selector_links_depend_on_the_role() {
    let organizations = vec![
        Membership { id: 101, name: "Harbor QA".to_owned(), role: Role::BillingManager },
        Membership { id: 102, name: "Delta Mobile".to_owned(), role: Role::User },
    ];
    let page = Page::mount(move || {
        view! { <Router><OrganizationSelector name="Harbor QA".to_owned() organizations/></Router> }
    });
    tick().await;

    assert_eq!(page.attribute("button", "aria-label").as_deref(), Some("Organization: Harbor QA"));
    assert_eq!(
        page.attribute("li:first-child a", "href").as_deref(),
        Some("/organizations/101/settings/subscription-management/testcloud")
    );
    // Members without a billing role get a link to the settings.
    assert_eq!(page.attribute("li:last-child a", "href").as_deref(), Some("/organizations/102/settings"));
    assert!(page.text("li:last-child").contains("User"));
}

/// Mounts an access request form, with the requests it has sent.
fn mount_access_request_form() -> (Page, RwSignal<Vec<Form>>) {
    let sent = RwSignal::new(Vec::new());
    let send = move |form: Form| {
        sent.update(|sent| sent.push(form));
        async { Ok(()) }
    };
    (Page::mount(move || view! { <AccessRequestForm on_ask=send/> }), sent)
}

#[wasm_bindgen_test]
async fn empty_or_invalid_access_request_is_not_sent() {
    let (page, sent) = mount_access_request_form();

    page.click("button[type=submit]");
    tick().await;
    assert!(!page.text("#ask-note-problem").is_empty());

    for typed in ["0", "-3", "12.5", "1e3", "10000"] {
        page.type_into("#ask-sessions", typed);
        page.click("button[type=submit]");
        tick().await;
        assert_eq!(page.attribute("#ask-sessions", "aria-invalid").as_deref(), Some("true"), "{typed}");
    }
    assert!(sent.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn access_request_reads_fields_filled_without_input_events() {
    let (page, sent) = mount_access_request_form();
    page.fill_in("#ask-sessions", "٣");
    page.fill_in("#ask-note", "Please");

    page.click("button[type=submit]");
    until(|| page.root_text().contains("Nothing has been bought")).await;

    let note = Some("Please".to_owned());
    assert_eq!(sent.get_untracked(), [Form { add: Some(3), cycle: None, note }]);
}

#[wasm_bindgen_test]
async fn access_request_accepts_the_group_separator_of_the_locale() {
    for (locale, typed) in [("en-US", "1,000"), ("vi", "1.000"), ("ar-u-nu-arab", "١٬٠٠٠")] {
        intl::set_locale(locale.to_owned());
        let (page, sent) = mount_access_request_form();
        page.type_into("#ask-sessions", typed);

        page.click("button[type=submit]");
        until(|| sent.with_untracked(|sent| !sent.is_empty())).await;

        assert_eq!(sent.get_untracked()[0].add, Some(1_000), "{locale}");
    }
    intl::set_locale("en-US".to_owned());
}

#[wasm_bindgen_test]
async fn card_number_in_the_note_shows_an_inline_error() {
    let (page, sent) = mount_access_request_form();
    for note in ["4111111111111111 12/30 123", "4111.1111.1111.1111", "４１１１１１１１１１１１１１１１"]
    {
        page.type_into("#ask-note", note);
        page.click("button[type=submit]");
        tick().await;
        assert_eq!(page.text("#ask-note-problem"), "This looks like a card number. Remove it.", "{note}");
    }
    assert!(sent.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn access_request_starts_from_the_draft_of_the_link() {
    let draft = Draft { add: 2, cycle: Some(Cycle::Annual), ..Draft::default() };
    let page = Page::mount(move || view! { <AccessRequestForm draft on_ask=|_| async { Ok(()) }/> });
    tick().await;

    assert_eq!(page.value("#ask-sessions"), "2");
    let checked: HtmlInputElement = page.find("label.choice:last-of-type input").unchecked_into();
    assert!(checked.checked());
}

#[wasm_bindgen_test]
async fn access_request_sends_the_entry_and_confirms_no_purchase() {
    let (page, sent) = mount_access_request_form();

    page.type_into("#ask-sessions", "3");
    page.click("label.choice:last-of-type input");
    page.click("button[type=submit]");
    until(|| page.root_text().contains("Nothing has been bought")).await;

    assert_eq!(sent.get_untracked(), [Form { add: Some(3), cycle: Some(Cycle::Annual), note: None }]);
}

#[wasm_bindgen_test]
async fn failure_notice_is_an_alert_with_a_retry_button() {
    let tries = RwSignal::new(0);
    let page = Page::mount(move || {
        let notice = text::notice_for(&ApiError::Offline);
        view! { <NoticeView notice on_retry=move |()| tries.update(|tries| *tries += 1)/> }
    });

    page.click("[role=alert] button");

    assert_eq!(page.text("button"), "Try again");
    assert_eq!(tries.get_untracked(), 1);
}

#[wasm_bindgen_test]
fn failed_load_is_retried_once_when_the_browser_is_online() {
    let tries = RwSignal::new(0);
    let online = || {
        let event = web_sys::Event::new("online").expect("an event");
        window().dispatch_event(&event).expect("dispatched");
    };
    let notice = |retry| Notice { retry, ..text::notice_for(&ApiError::Offline) };
    let mount = |retry| {
        Page::mount(move || {
            view! { <NoticeView notice=notice(retry) on_retry=move |()| tries.update(|tries| *tries += 1)/> }
        })
    };

    let failed_load = mount(true);
    online();
    assert_eq!(tries.get_untracked(), 1);
    drop(failed_load);
    let failed_payment = mount(false);
    online();
    drop(failed_payment);

    assert_eq!(tries.get_untracked(), 1);
}

#[wasm_bindgen_test]
async fn blocked_session_cookie_shows_a_notice() {
    let begin = |_| async { Err(ApiError::SignedOut) };
    let page = Page::mount(move || view! { <SignInForm on_sign_in=begin/> });
    page.type_into("#email", "billing@example.com");
    page.type_into("#password", "testops");

    page.click("button[type=submit]");
    until(|| page.has("[role=alert]")).await;

    assert_eq!(page.text(".notice strong"), "Cookies are blocked");
    assert!(page.text(".notice p").contains("Allow cookies for this site"));
}

#[wasm_bindgen_test]
fn refused_payment_notice_starts_with_whether_money_moved() {
    let body = |charged| text::notice_for(&refused(ProblemCode::PaymentDeclined, charged)).body;

    // The notice starts with whether money moved, before the next step.
    assert!(body(Charged::No).starts_with("You were not charged. "));
    assert!(body(Charged::Yes).starts_with("The payment succeeded and was charged once. Do not pay again. "));
    assert!(body(Charged::Unknown).starts_with("We are checking whether the payment went through. "));
}
