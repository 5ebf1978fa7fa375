use embed_protocol::{
    AuthReason, Child, ChildEvent, ChildOutput, ChildPhase, DropReason, ErrorCode, ExitReason, FramePage,
    MessageSource, OpaqueId, PayOutcome, PaySettledPayload, PostTarget,
};
use serde_json::{Value, json};

use crate::support::{
    CODE, OTHER, PORTAL, TestEnvironment, WINDOW, WINDOW_WITH_PORT, child, config, loaded, message, posts,
};

type TestChild = Child<TestEnvironment>;

fn receive(child: &mut TestChild, source: MessageSource<'_>, json: &Value) -> Vec<ChildOutput> {
    child.receive(1_000, source, || Some(json.to_string()))
}

fn receive_at(child: &mut TestChild, now: u64, json: &Value) -> Vec<ChildOutput> {
    child.receive(now, MessageSource::Port, || Some(json.to_string()))
}

fn ready_child() -> TestChild {
    let mut child = child();
    child.start(0);
    child
}

fn initialized_child() -> TestChild {
    let mut child = ready_child();
    receive(&mut child, WINDOW_WITH_PORT, &message("tcu.init"));
    assert_eq!(*child.phase(), ChildPhase::Initialized);
    child
}

fn loaded_child() -> TestChild {
    let mut child = initialized_child();
    child.notify(2_000, ChildEvent::CodeExchanged(loaded()));
    assert_eq!(*child.phase(), ChildPhase::Loaded);
    child
}

fn attempt() -> OpaqueId {
    OpaqueId::parse("att_01hx3").unwrap()
}

fn paying_child() -> TestChild {
    let mut child = loaded_child();
    child.notify(3_000, ChildEvent::PaymentStarted(attempt()));
    assert_eq!(*child.phase(), ChildPhase::Paying { attempt_id: attempt() });
    child
}

fn settled(outcome: PayOutcome) -> ChildEvent {
    ChildEvent::PaymentSettled(PaySettledPayload { attempt_id: attempt(), outcome, receipt_id: None })
}

/// Asserts that one message was posted, and returns its target, type and JSON.
fn only_post(outputs: &[ChildOutput]) -> (PostTarget, &'static str, Value) {
    let posts = posts(outputs);
    assert_eq!(posts.len(), 1, "{outputs:?}");
    posts.into_iter().next().unwrap()
}

#[test]
fn ready_is_posted_to_every_allowed_origin_without_data() {
    let mut child = child();
    let outputs = child.start(0);
    let posts = posts(&outputs);
    let targets: Vec<_> = posts.iter().map(|(to, ..)| to.clone()).collect();
    assert_eq!(targets, [PORTAL, OTHER].map(|origin| PostTarget::Window(origin.to_owned())));
    for (_, type_name, json) in posts {
        assert_eq!(type_name, "tcu.ready");
        assert_eq!(json["session"], Value::Null);
        assert_eq!(json["payload"], message("tcu.ready")["payload"]);
    }
    assert_eq!(child.start(1), [], "a second start is ignored");
}

#[test]
fn entries_that_are_no_origins_are_never_targets() {
    let mut config = config();
    config.allowed_origins = [
        "*",
        "null",
        "",
        "https://",
        "https://*.example.com",
        "https://a.example/x",
        "https://a@b",
        "ftp://a",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut child = Child::new(TestEnvironment::default(), config);
    assert_eq!(child.start(0), [ChildOutput::ShowFallback]);
    let from_null = MessageSource::Window { is_parent: true, origin: "null", has_port: true };
    assert_eq!(receive(&mut child, from_null, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Origin), 1);
}

#[test]
fn init_selects_the_port_and_requests_the_session() {
    let mut child = ready_child();
    let outputs = receive(&mut child, WINDOW_WITH_PORT, &message("tcu.init"));
    assert_eq!(outputs.first(), Some(&ChildOutput::UsePort));
    assert!(outputs.contains(&ChildOutput::FocusHeading));
    assert!(outputs.contains(&ChildOutput::SetReturnUrl(format!("{PORTAL}/organizations/101/billing"))));
    let Some(ChildOutput::ExchangeCode { auth, origin }) = outputs.last() else { panic!("{outputs:?}") };
    assert_eq!((auth.code.as_str(), origin.as_str()), (CODE, PORTAL));
    assert_eq!(posts(&outputs), []);

    let outputs = child.notify(2_000, ChildEvent::CodeExchanged(loaded()));
    let (to, type_name, json) = only_post(&outputs);
    assert_eq!((to, type_name), (PostTarget::Port, "tcu.loaded"));
    assert_eq!(json["session"], "es_7Kq2mZ");
    assert_eq!(json["payload"], json!({ "session": "es_7Kq2mZ", "role": "OWNER", "height": 800 }));
}

#[test]
fn debug_output_contains_no_code() {
    let mut child = ready_child();
    let outputs = receive(&mut child, WINDOW_WITH_PORT, &message("tcu.init"));
    assert!(!format!("{outputs:?}{child:?}").contains(CODE));
}

#[test]
fn hello_is_answered_with_ready_at_the_pinned_origin() {
    let mut child = ready_child();
    let hello = message("tcu.hello");
    let outputs = receive(&mut child, WINDOW, &hello);
    let (to, type_name, json) = only_post(&outputs);
    assert_eq!((to, type_name), (PostTarget::Window(PORTAL.to_owned()), "tcu.ready"));
    assert_eq!(json["re"], hello["id"]);
    let other = MessageSource::Window { is_parent: true, origin: OTHER, has_port: true };
    assert_eq!(receive(&mut child, other, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Origin), 1, "the first good origin is pinned");
}

#[test]
fn unlisted_origins_and_other_windows_are_dropped_without_an_answer() {
    let mut child = ready_child();
    let origins = [
        "https://portal.example.com.evil.com",
        "https://evil-portal.example.com",
        "https://portal.example.com:8444",
        "https://portal.example.com/",
        "https://PORTAL.example.com",
        "http://portal.example.com",
        "null",
        "",
        "*",
    ];
    for origin in origins {
        let source = MessageSource::Window { is_parent: true, origin, has_port: true };
        assert_eq!(child.receive(1_000, source, || panic!("{origin} is read")), []);
    }
    assert_eq!(child.drops().get(DropReason::Origin), 9);
    let source = MessageSource::Window { is_parent: false, origin: PORTAL, has_port: true };
    assert_eq!(receive(&mut child, source, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Source), 1);
    assert_eq!(child.receive(1_000, MessageSource::Port, || panic!("the port is read")), []);
    assert_eq!(child.drops().get(DropReason::Channel), 1);
    assert_eq!(*child.phase(), ChildPhase::Ready);
}

#[test]
fn init_with_another_nonce_or_organization_or_without_port_is_dropped() {
    let mut child = ready_child();
    for (pointer, value, reason) in [
        ("/payload/nonce", json!("x".repeat(44)), DropReason::Nonce),
        ("/payload/org", json!(102), DropReason::Organization),
        ("/session", json!("es_7Kq2mZ"), DropReason::Session),
    ] {
        let mut init = message("tcu.init");
        *init.pointer_mut(pointer).unwrap() = value;
        assert_eq!(receive(&mut child, WINDOW_WITH_PORT, &init), []);
        assert_eq!(child.drops().get(reason), 1);
    }
    assert_eq!(receive(&mut child, WINDOW, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Port), 1);
    assert_eq!((child.phase(), child.drops().total()), (&ChildPhase::Ready, 4));
}

#[test]
fn second_init_is_dropped() {
    let mut child = initialized_child();
    assert_eq!(receive(&mut child, WINDOW_WITH_PORT, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Channel), 1);
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Phase), 1);
}

#[test]
fn other_major_version_is_answered_once() {
    let mut child = ready_child();
    let mut hello = message("tcu.hello");
    hello["tcu"] = json!(2);
    let outputs = receive(&mut child, WINDOW, &hello);
    let (to, type_name, json) = only_post(&outputs);
    assert_eq!((to, type_name), (PostTarget::Window(PORTAL.to_owned()), "tcu.error"));
    assert_eq!(json["payload"], json!({ "code": "version", "retryable": false, "supportId": "req_01hx5" }));
    assert_eq!(receive(&mut child, WINDOW, &hello), []);
    let mut init = message("tcu.init");
    init["payload"]["version"] = json!(2);
    assert_eq!(receive(&mut child, WINDOW_WITH_PORT, &init), []);
    assert_eq!(child.drops().get(DropReason::Version), 3);
}

#[test]
fn frame_without_init_shows_the_fallback_after_ten_seconds() {
    let mut child = ready_child();
    assert_eq!(child.next_deadline(), Some(10_000));
    assert_eq!(child.tick(9_999), []);
    assert_eq!(child.tick(10_000), [ChildOutput::ShowFallback]);
    assert_eq!((child.phase(), child.next_deadline()), (&ChildPhase::Fallback, None));
    assert_eq!(receive(&mut child, WINDOW_WITH_PORT, &message("tcu.init")), []);
    assert_eq!(child.drops().get(DropReason::Phase), 1);
}

#[test]
fn init_timeout_is_reported_to_a_parent_that_is_known() {
    let mut child = ready_child();
    receive(&mut child, WINDOW, &message("tcu.hello"));
    let outputs = child.tick(10_000);
    assert_eq!(only_post(&outputs).2["payload"]["code"], "init_timeout");
    assert_eq!(outputs.last(), Some(&ChildOutput::ShowFallback));
}

#[test]
fn return_paths_stay_on_the_pinned_origin() {
    for path in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "https:\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://ok@evil.example",
        "\t/x",
        "/x\ny",
        "/a b",
        "/x?next=//evil.example",
        "",
    ] {
        let mut init = message("tcu.init");
        init["payload"]["return"] = json!(path);
        let outputs = receive(&mut ready_child(), WINDOW_WITH_PORT, &init);
        assert!(matches!(outputs.last(), Some(ChildOutput::ExchangeCode { .. })), "{path}");
        assert!(!outputs.iter().any(|output| matches!(output, ChildOutput::SetReturnUrl(_))), "{path}");
    }
}

#[test]
fn host_changes_page_theme_and_locale() {
    let mut child = loaded_child();
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.navigate"));
    assert_eq!(outputs, [ChildOutput::Navigate(FramePage::Receipt("HQ-000042".to_owned()))]);
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.theme"));
    assert!(matches!(&outputs[..], [ChildOutput::SetTheme(_)]));
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.locale"));
    assert!(matches!(&outputs[..], [ChildOutput::SetLocale(_)]));
}

#[test]
fn navigation_is_refused_while_paying() {
    let mut child = paying_child();
    let navigate = message("tcu.navigate");
    let outputs = receive(&mut child, MessageSource::Port, &navigate);
    assert_eq!(outputs.len(), 1);
    let (_, type_name, json) = only_post(&outputs);
    assert_eq!((type_name, &json["re"]), ("tcu.error", &navigate["id"]));
    assert_eq!(json["payload"]["code"], "payment_in_progress");
    assert_eq!(child.drops().get(DropReason::PaymentInProgress), 1);
}

#[test]
fn close_ends_the_frame() {
    let mut child = loaded_child();
    child.notify(3_000, ChildEvent::Resized(900));
    child.notify(3_001, ChildEvent::Resized(1_000));
    let close = message("tcu.close");
    let outputs = receive(&mut child, MessageSource::Port, &close);
    let (to, type_name, json) = only_post(&outputs);
    assert_eq!((to, type_name), (PostTarget::Port, "tcu.exit"));
    assert_eq!(json["re"], close["id"]);
    assert_eq!(json["payload"], json!({ "reason": "closed", "error": null, "supportId": "req_01hx5" }));
    assert_eq!(outputs.last(), Some(&ChildOutput::Close));
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.ping")), []);
    assert_eq!(child.notify(9_000, ChildEvent::Resized(2_000)), []);
    assert_eq!(child.tick(9_000), [], "the pending height is not posted");
    assert_eq!((child.phase(), child.next_deadline()), (&ChildPhase::Closed, None));
}

#[test]
fn close_is_blocked_until_the_payment_is_settled() {
    let mut child = paying_child();
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.close"));
    let (_, type_name, json) = only_post(&outputs);
    assert_eq!((type_name, &json["payload"]), ("tcu.close.blocked", &json!({ "until": "settled" })));
    assert_eq!(
        child.notify(4_000, ChildEvent::Ended(ExitReason::Left, None)),
        [],
        "the frame does not leave"
    );

    let outputs = child.notify(5_000, settled(PayOutcome::Charged));
    assert_eq!(only_post(&outputs).1, "tcu.pay.settled");
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.close"));
    assert_eq!(only_post(&outputs).2["payload"]["attemptId"], "att_01hx3");
}

#[test]
fn payment_messages_need_a_payment() {
    let mut child = loaded_child();
    assert_eq!(child.notify(3_000, ChildEvent::BankOpened), []);
    assert_eq!(child.notify(3_000, settled(PayOutcome::Charged)), []);
    let outputs = child.notify(3_000, ChildEvent::PaymentStarted(attempt()));
    assert_eq!(only_post(&outputs).1, "tcu.pay.started");
    assert_eq!(child.notify(3_000, ChildEvent::PaymentStarted(attempt())), [], "a second start is ignored");
    let outputs = child.notify(3_000, ChildEvent::BankOpened);
    assert_eq!(only_post(&outputs).2["payload"], json!({ "kind": "bank" }));
    child.notify(4_000, settled(PayOutcome::Unknown));
    assert_eq!(*child.phase(), ChildPhase::Loaded);
}

#[test]
fn sent_payment_blocks_close_and_navigation_before_its_attempt_is_known() {
    for end in [ChildEvent::PaymentEnded, ChildEvent::PaymentStarted(attempt())] {
        let mut child = loaded_child();
        assert_eq!(child.notify(3_000, ChildEvent::PaymentSent), []);
        let outputs = receive(&mut child, MessageSource::Port, &message("tcu.close"));
        assert_eq!(only_post(&outputs).1, "tcu.close.blocked");
        let outputs = receive(&mut child, MessageSource::Port, &message("tcu.navigate"));
        assert_eq!(only_post(&outputs).2["payload"]["code"], "payment_in_progress");
        child.notify(3_500, end.clone());
        let expected = if end == ChildEvent::PaymentEnded {
            ChildPhase::Loaded
        } else {
            ChildPhase::Paying { attempt_id: attempt() }
        };
        assert_eq!(*child.phase(), expected);
    }
}

#[test]
fn language_waits_while_a_payment_is_sent() {
    let mut child = loaded_child();
    child.notify(3_000, ChildEvent::PaymentSent);
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.locale")), []);
    let outputs = child.notify(3_500, ChildEvent::PaymentStarted(attempt()));
    assert!(
        matches!(outputs.as_slice(), [ChildOutput::Post { .. }, ChildOutput::SetLocale(_)]),
        "{outputs:?}"
    );
}

#[test]
fn resize_ignores_one_pixel_and_is_limited_to_ten_per_second() {
    let mut child = loaded_child();
    for height in [799, 800, 801] {
        assert_eq!(child.notify(3_000, ChildEvent::Resized(height)), [], "{height}");
    }
    let mut heights = Vec::new();
    for millisecond in 0..1_000_u32 {
        let now = 3_000 + u64::from(millisecond);
        let mut outputs = child.notify(now, ChildEvent::Resized(1_000 + millisecond * 2));
        outputs.extend(child.tick(now));
        heights.extend(posts(&outputs).into_iter().map(|(.., json)| json["payload"]["height"].clone()));
    }
    let expected: Vec<_> = (0..10).map(|tenth| json!(1_000 + tenth * 200)).collect();
    assert_eq!(heights, expected);
    // The last height is posted at the next deadline.
    assert_eq!(child.next_deadline(), Some(4_000));
    assert_eq!(only_post(&child.tick(4_000)).2["payload"], json!({ "height": 2_998 }));
    assert_eq!(child.next_deadline(), None);
}

#[test]
fn new_height_that_returns_to_the_old_one_is_not_posted() {
    let mut child = loaded_child();
    child.notify(3_000, ChildEvent::Resized(900));
    child.notify(3_050, ChildEvent::Resized(950));
    child.notify(3_060, ChildEvent::Resized(901));
    assert_eq!((child.tick(3_100), child.next_deadline()), (vec![], None));
}

#[test]
fn step_up_is_answered_with_a_code() {
    let mut child = loaded_child();
    let outputs = child.notify(3_000, ChildEvent::AuthNeeded(AuthReason::StepUp));
    let (_, type_name, request) = only_post(&outputs);
    assert_eq!((type_name, &request["payload"]), ("tcu.auth.request", &json!({ "reason": "step_up" })));
    assert_eq!(child.notify(3_001, ChildEvent::AuthNeeded(AuthReason::Expired)), [], "one request at a time");

    let mut auth = message("tcu.auth");
    auth["re"] = auth["id"].clone();
    assert_eq!(receive(&mut child, MessageSource::Port, &auth), [], "the answer to another request");
    auth["re"] = request["id"].clone();
    let outputs = receive(&mut child, MessageSource::Port, &auth);
    assert!(matches!(&outputs[..], [ChildOutput::ExchangeCode { .. }]));
    assert_eq!(receive(&mut child, MessageSource::Port, &auth), [], "the host answers twice");
    assert_eq!(child.drops().get(DropReason::Unrequested), 2);
    assert_eq!(child.notify(4_000, ChildEvent::CodeExchanged(loaded())), [], "`tcu.loaded` is posted once");
}

#[test]
fn denied_or_missing_sign_in_is_reported() {
    let mut child = loaded_child();
    child.notify(3_000, ChildEvent::AuthNeeded(AuthReason::StepUp));
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.auth.denied"));
    let payload = &only_post(&outputs).2["payload"];
    assert_eq!((&payload["code"], &payload["retryable"]), (&json!("auth_denied"), &json!(true)));
    assert_eq!(outputs.last(), Some(&ChildOutput::AuthFailed(AuthReason::StepUp)));

    child.notify(5_000, ChildEvent::AuthNeeded(AuthReason::Expired));
    assert_eq!(child.next_deadline(), Some(35_000));
    let outputs = child.tick(35_000);
    assert_eq!(only_post(&outputs).2["payload"]["code"], "auth_timeout");
    assert_eq!(outputs.last(), Some(&ChildOutput::AuthFailed(AuthReason::Expired)));
    assert_eq!(*child.phase(), ChildPhase::Loaded);

    child.notify(40_000, ChildEvent::AuthNeeded(AuthReason::Expired));
    let outputs = receive(&mut child, MessageSource::Port, &message("tcu.auth.denied"));
    assert_eq!(only_post(&outputs).2["payload"]["retryable"], false, "the session has ended");
}

#[test]
fn unrequested_codes_are_dropped() {
    let mut child = loaded_child();
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.auth")), []);
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.auth.denied")), []);
    assert_eq!(receive(&mut child, MessageSource::Port, &message("tcu.pong")), []);
    assert_eq!(child.drops().get(DropReason::Unrequested), 3);
}

#[test]
fn refused_code_is_requested_again_twice() {
    let mut child = initialized_child();
    for _ in 0..2 {
        let outputs = child.notify(2_000, ChildEvent::ExchangeFailed(ErrorCode::CodeInvalid));
        assert_eq!(only_post(&outputs).2["payload"], json!({ "reason": "expired" }));
        let outputs = receive(&mut child, MessageSource::Port, &message("tcu.auth"));
        assert!(matches!(&outputs[..], [ChildOutput::ExchangeCode { .. }]));
    }
    let outputs = child.notify(2_000, ChildEvent::ExchangeFailed(ErrorCode::CodeInvalid));
    assert_eq!(only_post(&outputs).2["payload"]["code"], "code_invalid");
    assert_eq!(outputs.last(), Some(&ChildOutput::ShowFallback));
}

#[test]
fn refused_organization_shows_the_fallback_at_once() {
    let mut child = initialized_child();
    let outputs = child.notify(2_000, ChildEvent::ExchangeFailed(ErrorCode::OrganizationNotFound));
    assert_eq!(only_post(&outputs).2["payload"]["code"], "organization_not_found");
    assert_eq!(*child.phase(), ChildPhase::Fallback);
}

#[test]
fn ping_is_answered_in_every_phase_with_a_parent() {
    let ping = message("tcu.ping");
    for (mut child, source) in [
        (ready_child(), WINDOW),
        (initialized_child(), MessageSource::Port),
        (loaded_child(), MessageSource::Port),
        (paying_child(), MessageSource::Port),
    ] {
        let (_, type_name, json) = only_post(&receive(&mut child, source, &ping));
        assert_eq!((type_name, &json["re"]), ("tcu.pong", &ping["id"]));
    }
}

#[test]
fn silent_parent_is_detected_after_three_seconds() {
    let mut child = loaded_child();
    assert_eq!(only_post(&child.notify(3_000, ChildEvent::ParentChecked)).1, "tcu.ping");
    assert_eq!(child.tick(5_999), []);
    assert_eq!(child.tick(6_000), [ChildOutput::ParentSilent]);
    child.notify(7_000, ChildEvent::ParentChecked);
    receive(&mut child, MessageSource::Port, &message("tcu.pong"));
    assert_eq!(child.next_deadline(), None);
}

#[test]
fn telemetry_is_off_unless_init_permits_it() {
    let mut child = loaded_child();
    assert_eq!(child.notify(3_000, ChildEvent::TelemetryDue), []);

    let mut child = ready_child();
    let mut init = message("tcu.init");
    init["payload"]["telemetry"] = json!(true);
    receive(&mut child, WINDOW_WITH_PORT, &init);
    receive(&mut child, WINDOW_WITH_PORT, &init);
    child.notify(1_400, ChildEvent::CodeExchanged(loaded()));
    let outputs = child.notify(3_000, ChildEvent::TelemetryDue);
    assert_eq!(only_post(&outputs).2["payload"], json!({ "loadMs": 1_400, "accepted": 1, "dropped": 1 }));
}

#[test]
fn ten_thousand_messages_are_limited_and_do_not_grow_memory() {
    let mut child = loaded_child();
    let size = |child: &TestChild| format!("{child:?}").len();
    let (before, mut answers) = (size(&child), 0);
    for number in 0..10_000_u64 {
        let text = message("tcu.ping").to_string();
        answers += child.receive(10_000 + number / 10, MessageSource::Port, || Some(text)).len();
    }
    assert_eq!(answers, 50, "10,000 messages in one second");
    assert_eq!(child.drops().get(DropReason::Rate), 9_950);
    assert!(size(&child) < before + 20, "only counters grow");
    assert_eq!(receive_at(&mut child, 11_000, &message("tcu.ping")).len(), 1);
}

#[test]
fn messages_of_another_session_are_dropped() {
    let mut child = loaded_child();
    let mut ping = message("tcu.ping");
    ping["session"] = json!("es_other");
    assert_eq!(receive(&mut child, MessageSource::Port, &ping), []);
    assert_eq!(child.drops().get(DropReason::Session), 1);
    ping["session"] = json!("es_7Kq2mZ");
    assert_eq!(receive(&mut child, MessageSource::Port, &ping).len(), 1);
}
