use embed_protocol::{
    AuthReason, ChildEvent, ChildOutput, ChildPhase, CurrencyCode, EmbedCode, Envelope, ErrorCode,
    ExitReason, FramePage, LocaleTag, Message, MessageId, MessageSource, Nonce, OpaqueId, PageTitle,
    ParentMessage, PayOutcome, PaySettledPayload, PostTarget, Theme,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

use crate::support::{
    CODE, OTHER, PORTAL, TestEnvironment, child, examples, is_valid, is_valid_text, loaded, message, parse,
    posts,
};

/// An input of the state machine.
#[derive(Clone, Debug)]
enum Step {
    Message { is_parent: bool, origin: &'static str, port: Port, text: Option<String> },
    Event(ChildEvent),
    Wait(u64),
}

#[derive(Clone, Copy, Debug)]
enum Port {
    None,
    Transferred,
    Used,
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        select(vec!["", "#fff", "/upgrade", "ltr", "dark", "2026-03-16T12:15:00Z", "annual", "url(x);"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-zA-Z_]{0,12}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An example message with one value replaced. Objects are not replaced with lists, which `serde_json` also reads as
/// objects.
fn any_mutation() -> impl Strategy<Value = (String, Value)> {
    (select(examples()), any::<prop::sample::Index>(), any_json()).prop_map(
        |((name, mut json), index, value)| {
            let keys: Vec<_> = json["payload"].as_object().unwrap().keys().cloned().collect();
            if !keys.is_empty() {
                let place = &mut json["payload"][index.get(&keys)];
                if !(place.is_object() && value.is_array()) {
                    *place = value;
                }
            }
            (name, json)
        },
    )
}

fn any_text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        6 => select(ParentMessage::TYPES).prop_map(|name| Some(message(name).to_string())),
        2 => any_mutation().prop_map(|(_, json)| Some(json.to_string())),
        1 => "\\PC{0,60}".prop_map(Some),
        1 => Just(None),
    ]
}

fn any_message() -> impl Strategy<Value = Step> {
    let origin = prop_oneof![8 => Just(PORTAL), 1 => select(vec![OTHER, "null", "https://evil.example"])];
    let port = prop_oneof![1 => Just(Port::None), 2 => Just(Port::Transferred), 4 => Just(Port::Used)];
    (prop::bool::weighted(0.9), origin, port, any_text())
        .prop_map(|(is_parent, origin, port, text)| Step::Message { is_parent, origin, port, text })
}

fn attempt(number: u8) -> OpaqueId {
    OpaqueId::parse(&format!("att_{number}")).unwrap()
}

/// An event that is not about a payment.
fn any_event() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(ChildEvent::CodeExchanged(loaded())),
        1 => select(vec![ErrorCode::CodeInvalid, ErrorCode::Internal]).prop_map(ChildEvent::ExchangeFailed),
        1 => select(vec![AuthReason::Expired, AuthReason::StepUp]).prop_map(ChildEvent::AuthNeeded),
        3 => any::<u32>().prop_map(ChildEvent::Resized),
        1 => Just(ChildEvent::BankOpened),
        1 => Just(ChildEvent::ParentChecked),
        1 => Just(ChildEvent::TelemetryDue),
        1 => Just(ChildEvent::Ended(ExitReason::Completed, None)),
    ]
    .prop_map(Step::Event)
}

fn any_payment_event() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_u8).prop_map(|number| ChildEvent::PaymentStarted(attempt(number))),
        (0..3_u8).prop_map(|number| {
            let outcome = PayOutcome::Charged;
            ChildEvent::PaymentSettled(PaySettledPayload {
                attempt_id: attempt(number),
                outcome,
                receipt_id: None,
            })
        }),
    ]
    .prop_map(Step::Event)
}

fn any_wait() -> impl Strategy<Value = Step> {
    prop_oneof![0..200_u64, 0..12_000_u64].prop_map(Step::Wait)
}

/// Steps after a valid handshake or before one.
fn any_steps(with_payments: bool) -> impl Strategy<Value = Vec<Step>> {
    let handshake = vec![
        Step::Message {
            is_parent: true,
            origin: PORTAL,
            port: Port::Transferred,
            text: Some(message("tcu.init").to_string()),
        },
        Step::Event(ChildEvent::CodeExchanged(loaded())),
    ];
    let payments = if with_payments { 2 } else { 0 };
    let step = prop_oneof![
        6 => any_message().boxed(),
        3 => any_event().boxed(),
        payments => any_payment_event().boxed(),
        2 => any_wait().boxed(),
    ];
    (any::<bool>(), prop::collection::vec(step, 0..40)).prop_map(move |(has_handshake, steps)| {
        let start = if has_handshake { handshake.clone() } else { Vec::new() };
        start.into_iter().chain(steps).collect()
    })
}

/// What a step did.
struct StepResult {
    /// The origin, if the step is a message of an allowed parent.
    parent: Option<&'static str>,
    before: ChildPhase,
    outputs: Vec<ChildOutput>,
    after: ChildPhase,
}

fn run(steps: Vec<Step>) -> Vec<StepResult> {
    let (mut child, mut now) = (child(), 0);
    let outputs = child.start(now);
    let mut results =
        vec![StepResult { parent: None, before: ChildPhase::Waiting, outputs, after: child.phase().clone() }];
    for step in steps {
        let (before, mut parent) = (child.phase().clone(), None);
        let outputs = match step {
            Step::Message { port: Port::Used, text, .. } => child.receive(now, MessageSource::Port, || text),
            Step::Message { is_parent, origin, port, text } => {
                parent = Some(origin).filter(|origin| is_parent && [PORTAL, OTHER].contains(origin));
                let has_port = matches!(port, Port::Transferred);
                child.receive(now, MessageSource::Window { is_parent, origin, has_port }, || text)
            }
            Step::Event(event) => child.notify(now, event),
            Step::Wait(time) => {
                now += time;
                child.tick(now)
            }
        };
        results.push(StepResult { parent, before, outputs, after: child.phase().clone() });
    }
    results
}

/// Texts with the characters and lengths of ids, language tags, currencies, titles and paths.
fn any_short_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{11,13}",
        "[A-Za-z0-9._~-]{0,66}|[A-Za-z0-9._~-]{250,258}|[A-Za-z0-9._~-]{510,514}",
        "[A-Za-z0-9]{1,9}(-[A-Za-z0-9]{0,9}){0,4}|[a-z]{2}(-[A-Za-z0-9]{0,9}){0,4}",
        "[A-Za-z]{2,4}",
        "(/|/upgrade|/review|/attempts|/receipts|/history|[.A-Za-z0-9_~-]{0,3}){1,4}",
        "\\PC{0,20}|.{0,20}|é{199,201}",
    ]
}

proptest! {
    #[test]
    fn strings_are_accepted_as_the_schema_requires(text in any_short_text()) {
        for (type_name, is_accepted) in [
            ("MessageId", MessageId::parse(&text).is_some()),
            ("Nonce", Nonce::parse(&text).is_some()),
            ("EmbedCode", EmbedCode::parse(&text).is_some()),
            ("OpaqueId", OpaqueId::parse(&text).is_some()),
            ("LocaleTag", LocaleTag::parse(&text).is_some()),
            ("CurrencyCode", CurrencyCode::parse(&text).is_some()),
            ("PageTitle", PageTitle::parse(&text).is_some()),
            ("FramePage", FramePage::parse(&text).is_some()),
        ] {
            prop_assert_eq!(is_accepted, is_valid_text(type_name, &text), "{}: {:?}", type_name, text);
        }
    }

    #[test]
    fn any_text_is_parsed_without_a_panic(text in "\\PC{0,200}|[{}\\[\\]\":,\\\\a-z0-9]{0,80}") {
        let _ = Envelope::<ParentMessage>::parse(&text, &TestEnvironment::default());
    }

    #[test]
    fn accepted_messages_match_the_schema((name, json) in any_mutation()) {
        for result in parse(&name, &json.to_string()) {
            prop_assert!(result.is_err() || is_valid(&json), "{json}");
        }
    }

    #[test]
    fn only_ready_is_posted_before_an_origin_is_pinned(steps in any_steps(true)) {
        let (mut pinned, mut has_port) = (None, false);
        for StepResult { parent, before, outputs, .. } in run(steps) {
            pinned = pinned.or(parent);
            for output in &outputs {
                has_port |= *output == ChildOutput::UsePort;
                let ChildOutput::Post { to, envelope } = output else { continue };
                match to {
                    PostTarget::Port => prop_assert!(has_port),
                    PostTarget::Window(origin) if before == ChildPhase::Waiting => {
                        prop_assert!([PORTAL, OTHER].contains(&origin.as_str()));
                        prop_assert_eq!(envelope.message.type_name(), "tcu.ready");
                    }
                    PostTarget::Window(origin) => prop_assert_eq!(Some(origin.as_str()), pinned),
                }
            }
        }
    }

    #[test]
    fn no_message_of_the_host_starts_or_settles_a_payment(steps in any_steps(false)) {
        for StepResult { outputs, after, .. } in run(steps) {
            let is_paying = matches!(after, ChildPhase::Paying { .. });
            prop_assert!(!is_paying);
            for output in &outputs {
                // A new output must be judged here: none of these pays, applies a code or changes a role.
                match output {
                    ChildOutput::Post { envelope, .. } => {
                        prop_assert!(!envelope.message.type_name().starts_with("tcu.pay"));
                    }
                    ChildOutput::UsePort
                    | ChildOutput::ExchangeCode { .. }
                    | ChildOutput::AuthFailed(_)
                    | ChildOutput::SetLocale(_)
                    | ChildOutput::SetTheme(_)
                    | ChildOutput::Prefill(_)
                    | ChildOutput::SetReturnUrl(_)
                    | ChildOutput::FocusHeading
                    | ChildOutput::Navigate(_)
                    | ChildOutput::ShowFallback
                    | ChildOutput::Close
                    | ChildOutput::ParentSilent => {}
                }
            }
        }
    }

    #[test]
    fn no_message_of_the_host_ends_or_leaves_a_payment(steps in any_steps(true)) {
        for StepResult { before, outputs, after, .. } in run(steps) {
            if let ChildPhase::Paying { .. } = before {
                let leaves = |output: &ChildOutput| {
                    matches!(output, ChildOutput::Navigate(_) | ChildOutput::Close | ChildOutput::ShowFallback)
                };
                prop_assert!(!outputs.iter().any(leaves), "{outputs:?}");
                let is_settled = posts(&outputs).iter().any(|(_, name, _)| *name == "tcu.pay.settled");
                prop_assert!(after == before || is_settled);
            }
        }
    }

    #[test]
    fn every_posted_message_is_valid_and_contains_no_code(steps in any_steps(true)) {
        for StepResult { outputs, .. } in run(steps) {
            for (_, _, json) in posts(&outputs) {
                prop_assert!(is_valid(&json), "{json}");
                prop_assert!(!json.to_string().contains(CODE));
            }
        }
    }

    #[test]
    fn nothing_happens_after_the_end(steps in any_steps(true)) {
        for StepResult { before, outputs, after, .. } in run(steps) {
            if matches!(before, ChildPhase::Closed | ChildPhase::Fallback) {
                prop_assert_eq!(outputs, []);
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn theme_values_are_plain_colors_and_lengths(value in "[#0-9a-fA-F.pxrem;:(){} ]{0,10}|#[0-9a-f]{3,6}|[0-9.]{1,6}(px|rem)") {
        let payload = serde_json::from_value(json!({
            "scheme": "light",
            "tokens": { "colorSurface": value, "colorText": value, "fontSizeBase": value, "borderRadius": value },
        }));
        let theme = Theme::new(&payload.unwrap());
        for (property, value) in &theme.properties {
            prop_assert!(property.starts_with("--"));
            prop_assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#.".contains(&byte)), "{value}");
        }
    }
}
