//! Validation of the engine's input and its order, as changes to one valid input.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops on unexpected values"
)]

#[path = "../examples/quote/json_line.rs"]
mod json_line;

use billing::QuoteError;
use serde_json::{Value, json};

const VALID: &str = include_str!("data/halfway_through_march.json");

fn outcome(line: &[u8]) -> Result<i64, QuoteError> {
    json_line::parse(line)?.quote().map(|quote| quote.amount_due_minor)
}

#[test]
fn blank_lines_have_only_white_space() {
    assert!(json_line::is_blank(b" \t\r\n"));
    assert!(!json_line::is_blank(b" {} "));
    assert!(!json_line::is_blank(b"\x0b"));
}

/// Returns the outcome after replacing the value at each JSON pointer.
fn outcome_with(changes: &[(&str, Value)]) -> Result<i64, QuoteError> {
    let mut input: Value = serde_json::from_str(VALID).expect("JSON");
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        match input.pointer_mut(parent).expect("an existing parent") {
            Value::Array(items) => items[key.parse::<usize>().expect("an index")] = value.clone(),
            object => object[key] = value.clone(),
        }
    }
    outcome(input.to_string().as_bytes())
}

fn outcome_without(parent: &str, key: &str) -> Result<i64, QuoteError> {
    let mut input: Value = serde_json::from_str(VALID).expect("JSON");
    let removed = input.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(key);
    assert!(removed.is_some(), "{parent}/{key} exists");
    outcome(input.to_string().as_bytes())
}

fn outcome_replacing(from: &str, to: &str) -> Result<i64, QuoteError> {
    assert!(VALID.contains(from), "{from}");
    outcome(VALID.replacen(from, to, 1).as_bytes())
}

fn percent_code() -> Value {
    json!({"code": "SAVE10", "kind": "percent", "percentBp": 1000, "amountMinor": 0, "currency": "USD",
           "cycles": ["monthly", "annual"], "minSessions": 0, "renewals": 0, "validFrom": null, "expiresAt": null,
           "maxRedemptions": null, "redeemed": 0, "maxPerAccount": 1, "accountRedeemed": 0})
}

fn with_code(changes: &[(&str, Value)]) -> Result<i64, QuoteError> {
    let mut code = percent_code();
    for (key, value) in changes {
        code[*key] = value.clone();
    }
    outcome_with(&[("/promo", code)])
}

const INVALID: Result<i64, QuoteError> = Err(QuoteError::InvalidInput);

#[test]
fn valid_input_costs_241_55() {
    assert_eq!(outcome(VALID.as_bytes()), Ok(24_155));
}

#[test]
fn missing_keys_are_rejected_even_if_null_is_allowed() {
    for key in
        ["engine", "currency", "exponent", "granularity", "asOf", "prices", "taxBp", "balanceMinor", "promo"]
    {
        assert_eq!(outcome_without("", key), INVALID, "{key}");
    }
    for key in ["cycle", "sessions", "unitPriceMinor", "anchor", "periodStart", "segments", "renewalDiscount"]
    {
        assert_eq!(outcome_without("/subscription", key), INVALID, "{key}");
    }
    assert_eq!(outcome_without("/target", "cycle"), INVALID);
    assert_eq!(outcome_without("/prices", "annual"), INVALID);
}

#[test]
fn unknown_and_repeated_keys_are_rejected_at_every_depth() {
    assert_eq!(outcome_with(&[("/extra", json!(1))]), INVALID);
    assert_eq!(outcome_with(&[("/target/extra", json!(1))]), INVALID);
    assert_eq!(outcome_with(&[("/subscription/segments/0/extra", json!(1))]), INVALID);
    assert_eq!(outcome_replacing("\"taxBp\": 0", "\"taxBp\": 0, \"taxBp\": 0"), INVALID);
    assert_eq!(outcome_replacing("\"monthly\": 15600", "\"monthly\": 15600, \"monthly\": 15600"), INVALID);
}

#[test]
fn arrays_are_not_accepted_as_objects() {
    assert_eq!(outcome_with(&[("/prices", json!([156_000, 15_600]))]), INVALID);
    assert_eq!(outcome_with(&[("/target", json!([8, "monthly"]))]), INVALID);
    assert_eq!(outcome_with(&[("/subscription/segments/0", json!(["s1", 1, 0, "a", "b"]))]), INVALID);
    assert_eq!(outcome(b"[]"), INVALID);
    assert_eq!(outcome(b"null"), INVALID);
}

#[test]
fn non_integers_are_rejected() {
    for text in
        ["8.0", "8e0", "\"8\"", "08", "+8", "9223372036854775808", "null", "true", "-0.0", "-0e0", "- 0"]
    {
        assert_eq!(outcome_replacing("\"sessions\": 8", &format!("\"sessions\": {text}")), INVALID, "{text}");
    }
    assert_eq!(
        outcome_replacing("\"sessions\": 8", "\"sessions\": 9223372036854775807"),
        Err(QuoteError::SessionsOutOfRange)
    );
}

#[test]
fn negative_zero_is_accepted_as_zero() {
    assert_eq!(outcome_replacing("\"balanceMinor\": 0", "\"balanceMinor\":-0"), Ok(24_155));
    assert_eq!(outcome_replacing("\"balanceMinor\": 0", "\"balanceMinor\":\t-0 "), Ok(24_155));
    assert_eq!(outcome_replacing("\"id\": \"s1\"", "\"id\": \"\\\" -0,\""), Ok(24_155));
}

#[test]
fn lines_must_be_exactly_one_utf8_json_object() {
    assert_eq!(outcome(b"\xff"), INVALID);
    assert_eq!(outcome("\u{feff}{}".as_bytes()), INVALID);
    assert_eq!(outcome(format!("{VALID}{VALID}").as_bytes()), INVALID);
    assert_eq!(outcome(VALID.trim_end().trim_end_matches('}').as_bytes()), INVALID);
}

#[test]
fn invalid_string_values_are_rejected() {
    assert_eq!(outcome_with(&[("/engine", json!("proration/2"))]), INVALID);
    assert_eq!(outcome_with(&[("/granularity", json!("hour"))]), INVALID);
    assert_eq!(outcome_with(&[("/granularity", json!({"day": null}))]), INVALID);
    assert_eq!(outcome_with(&[("/target/cycle", json!("Monthly"))]), INVALID);
    assert_eq!(outcome_with(&[("/asOf", json!("2026-03-16T09:30:00.000Z"))]), INVALID);
    assert_eq!(outcome_with(&[("/asOf", json!("3000-01-01T00:00:00Z"))]), INVALID);
}

#[test]
fn out_of_range_fields_are_rejected() {
    for (pointer, value) in [
        ("/taxBp", json!(10_001)),
        ("/taxBp", json!(-1)),
        ("/chargeStepMinor", json!(0)),
        ("/balanceMinor", json!(1_000_000_000_000_001_i64)),
        ("/balanceMinor", json!(-1_000_000_000_000_001_i64)),
        ("/subscription/sessions", json!(0)),
        ("/subscription/sessions", json!(10_001)),
        ("/subscription/periodEnd", json!("2026-03-01T00:00:00Z")),
        ("/subscription/anchor", json!("2026-03-01T00:00:01Z")),
        ("/subscription/segments/0/from", json!("2026-02-28T00:00:00Z")),
        ("/subscription/segments/0/to", json!("2026-03-31T00:00:00Z")),
        ("/subscription/segments/0/netMinor", json!(-1)),
        ("/subscription/segments/0/taxMinor", json!(1_000_000_000_000_001_i64)),
        ("/subscription/renewalDiscount", json!({"percentBp": 0, "left": 1})),
        ("/subscription/renewalDiscount", json!({"percentBp": 1, "left": -1})),
        ("/exponent", json!(3)),
    ] {
        assert_eq!(outcome_with(&[(pointer, value.clone())]), INVALID, "{pointer} = {value}");
    }
}

#[test]
fn invalid_promotion_code_terms_are_rejected() {
    for (key, value) in [
        ("percentBp", json!(0)),
        ("percentBp", json!(10_001)),
        ("renewals", json!(37)),
        ("renewals", json!(-1)),
        ("code", json!("save10")),
        ("code", json!("AB")),
        ("cycles", json!(["weekly"])),
        ("disabled", json!(null)),
        ("validFrom", json!("yesterday")),
    ] {
        assert_eq!(with_code(&[(key, value.clone())]), INVALID, "{key} = {value}");
    }
    // A fixed code needs a positive amount. The amount and currency of a percent code are ignored.
    assert_eq!(with_code(&[("kind", json!("fixed"))]), INVALID);
    assert_eq!(with_code(&[("amountMinor", json!(-5)), ("currency", json!("nonsense"))]), Ok(21_739));
    assert_eq!(
        with_code(&[("cycles", json!(["monthly", "monthly"])), ("disabled", json!(false))]),
        Ok(21_739)
    );
}

#[test]
fn first_error_in_validation_order_is_reported() {
    let unknown_currency = ("/currency", json!("XXX"));
    let many_sessions = ("/target/sessions", json!(10_001));
    let high_price = ("/prices/annual", json!(10_000_000_001_i64));
    let late = ("/asOf", json!("2026-04-01T00:00:00Z"));
    let early = ("/asOf", json!("2026-02-28T23:59:59Z"));
    let fewer = ("/target/sessions", json!(4));
    let expect = |changes: &[(&str, Value)], error| assert_eq!(outcome_with(changes), Err(error));

    expect(&[("/taxBp", json!(-1)), unknown_currency.clone()], QuoteError::InvalidInput);
    expect(&[unknown_currency, many_sessions.clone()], QuoteError::UnknownCurrency);
    expect(&[many_sessions, high_price.clone()], QuoteError::SessionsOutOfRange);
    expect(&[high_price, late.clone()], QuoteError::PriceOutOfRange);
    expect(&[early], QuoteError::AsOfBeforePeriod);
    expect(&[late, fewer.clone()], QuoteError::PeriodElapsed);
    expect(&[("/subscription/cycle", json!("annual")), fewer.clone()], QuoteError::CycleDowngradeNotAllowed);
    expect(&[fewer], QuoteError::SessionsDecreaseNotAllowed);
    expect(&[("/target/sessions", json!(5))], QuoteError::NothingToUpgrade);
    expect(&[("/subscription/segments/0/from", json!("2026-03-17T00:00:00Z"))], QuoteError::InvalidInput);
}

#[test]
fn first_promotion_error_in_order_is_reported() {
    let reasons = [
        ("disabled", json!(true), QuoteError::PromoUnknown),
        ("validFrom", json!("2026-03-16T09:30:01Z"), QuoteError::PromoNotStarted),
        ("expiresAt", json!("2026-03-16T09:30:00Z"), QuoteError::PromoExpired),
        ("cycles", json!(["annual"]), QuoteError::PromoCycleMismatch),
        ("minSessions", json!(9), QuoteError::PromoMinSessions),
        ("maxRedemptions", json!(0), QuoteError::PromoExhausted),
        ("accountRedeemed", json!(1), QuoteError::PromoAlreadyUsed),
    ];
    for at in 0..reasons.len() {
        let changes: Vec<_> = reasons[at..].iter().map(|(key, value, _)| (*key, value.clone())).collect();
        assert_eq!(with_code(&changes), Err(reasons[at].2));
    }
    let euro = [("kind", json!("fixed")), ("amountMinor", json!(5_000)), ("currency", json!("EUR"))];
    assert_eq!(with_code(&euro), Err(QuoteError::PromoCurrencyMismatch));
}

#[test]
fn amounts_beyond_the_limit_return_amount_overflow() {
    // 12 x 10^10 x 10,000 = 1.2 x 10^15
    let changes = [("/prices/monthly", json!(10_000_000_000_i64)), ("/target/sessions", json!(10_000))];
    assert_eq!(outcome_with(&changes), Err(QuoteError::AmountOverflow));
}

#[test]
fn more_than_100_segments_are_rejected() {
    let segment = json!({"id": "s", "netMinor": 1, "taxMinor": 0,
                         "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"});
    assert_eq!(outcome_with(&[("/subscription/segments", json!(vec![segment.clone(); 100]))]), Ok(24_155));
    assert_eq!(
        outcome_with(&[("/subscription/segments", json!(vec![segment; 101]))]),
        Err(QuoteError::TooManySegments)
    );
}

#[test]
fn parse_errors_name_the_expected_type() {
    let error = |text| serde_json::from_str::<billing::Cycle>(text).expect_err("no cycle").to_string();
    assert!(error("5").contains("expected one of the allowed values"), "{}", error("5"));
    let list = serde_json::from_str::<billing::QuoteInput>("[]").expect_err("no object").to_string();
    assert!(list.contains("expected an object"), "{list}");
}
