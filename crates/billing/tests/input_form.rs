//! What the engine reads and refuses, and in which order, on top of one valid input.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets what it does not expect has to stop"
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
fn a_blank_line_has_only_space_tab_and_line_ends() {
    assert!(json_line::is_blank(b" \t\r\n"));
    assert!(!json_line::is_blank(b" {} "));
    assert!(!json_line::is_blank(b"\x0b"));
}

/// The outcome with the value at each JSON pointer replaced.
fn with(changes: &[(&str, Value)]) -> Result<i64, QuoteError> {
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

fn without(parent: &str, key: &str) -> Result<i64, QuoteError> {
    let mut input: Value = serde_json::from_str(VALID).expect("JSON");
    let removed = input.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").remove(key);
    assert!(removed.is_some(), "{parent}/{key} exists");
    outcome(input.to_string().as_bytes())
}

fn replaced(from: &str, to: &str) -> Result<i64, QuoteError> {
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
    with(&[("/promo", code)])
}

const INVALID: Result<i64, QuoteError> = Err(QuoteError::InvalidInput);

#[test]
fn the_unchanged_input_costs_241_55() {
    assert_eq!(outcome(VALID.as_bytes()), Ok(24_155));
}

#[test]
fn a_missing_key_is_refused_even_where_null_is_allowed() {
    for key in
        ["engine", "currency", "exponent", "granularity", "asOf", "prices", "taxBp", "balanceMinor", "promo"]
    {
        assert_eq!(without("", key), INVALID, "{key}");
    }
    for key in ["cycle", "sessions", "unitPriceMinor", "anchor", "periodStart", "segments", "renewalDiscount"]
    {
        assert_eq!(without("/subscription", key), INVALID, "{key}");
    }
    assert_eq!(without("/target", "cycle"), INVALID);
    assert_eq!(without("/prices", "annual"), INVALID);
}

#[test]
fn an_unknown_or_repeated_key_is_refused_at_every_depth() {
    assert_eq!(with(&[("/extra", json!(1))]), INVALID);
    assert_eq!(with(&[("/target/extra", json!(1))]), INVALID);
    assert_eq!(with(&[("/subscription/segments/0/extra", json!(1))]), INVALID);
    assert_eq!(replaced("\"taxBp\": 0", "\"taxBp\": 0, \"taxBp\": 0"), INVALID);
    assert_eq!(replaced("\"monthly\": 15600", "\"monthly\": 15600, \"monthly\": 15600"), INVALID);
}

#[test]
fn an_array_is_no_object() {
    assert_eq!(with(&[("/prices", json!([156_000, 15_600]))]), INVALID);
    assert_eq!(with(&[("/target", json!([8, "monthly"]))]), INVALID);
    assert_eq!(with(&[("/subscription/segments/0", json!(["s1", 1, 0, "a", "b"]))]), INVALID);
    assert_eq!(outcome(b"[]"), INVALID);
    assert_eq!(outcome(b"null"), INVALID);
}

#[test]
fn an_integer_is_written_as_one() {
    for text in
        ["8.0", "8e0", "\"8\"", "08", "+8", "9223372036854775808", "null", "true", "-0.0", "-0e0", "- 0"]
    {
        assert_eq!(replaced("\"sessions\": 8", &format!("\"sessions\": {text}")), INVALID, "{text}");
    }
    assert_eq!(
        replaced("\"sessions\": 8", "\"sessions\": 9223372036854775807"),
        Err(QuoteError::SessionsOutOfRange)
    );
}

#[test]
fn minus_zero_is_the_integer_zero() {
    assert_eq!(replaced("\"balanceMinor\": 0", "\"balanceMinor\":-0"), Ok(24_155));
    assert_eq!(replaced("\"balanceMinor\": 0", "\"balanceMinor\":\t-0 "), Ok(24_155));
    assert_eq!(replaced("\"id\": \"s1\"", "\"id\": \"\\\" -0,\""), Ok(24_155));
}

#[test]
fn a_line_is_one_utf8_json_object_and_nothing_more() {
    assert_eq!(outcome(b"\xff"), INVALID);
    assert_eq!(outcome("\u{feff}{}".as_bytes()), INVALID);
    assert_eq!(outcome(format!("{VALID}{VALID}").as_bytes()), INVALID);
    assert_eq!(outcome(VALID.trim_end().trim_end_matches('}').as_bytes()), INVALID);
}

#[test]
fn a_word_of_the_wrong_kind_is_refused() {
    assert_eq!(with(&[("/engine", json!("proration/2"))]), INVALID);
    assert_eq!(with(&[("/granularity", json!("hour"))]), INVALID);
    assert_eq!(with(&[("/granularity", json!({"day": null}))]), INVALID);
    assert_eq!(with(&[("/target/cycle", json!("Monthly"))]), INVALID);
    assert_eq!(with(&[("/asOf", json!("2026-03-16T09:30:00.000Z"))]), INVALID);
    assert_eq!(with(&[("/asOf", json!("3000-01-01T00:00:00Z"))]), INVALID);
}

#[test]
fn each_field_has_its_range() {
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
        assert_eq!(with(&[(pointer, value.clone())]), INVALID, "{pointer} = {value}");
    }
}

#[test]
fn a_code_has_ranges_of_its_own() {
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
    // a fixed code must take something off; a percent code's amount only needs its type
    assert_eq!(with_code(&[("kind", json!("fixed"))]), INVALID);
    assert_eq!(with_code(&[("amountMinor", json!(-5)), ("currency", json!("nonsense"))]), Ok(21_739));
    assert_eq!(
        with_code(&[("cycles", json!(["monthly", "monthly"])), ("disabled", json!(false))]),
        Ok(21_739)
    );
}

#[test]
fn the_first_failure_of_the_agreed_order_is_the_one_reported() {
    let unknown_currency = ("/currency", json!("XXX"));
    let many_sessions = ("/target/sessions", json!(10_001));
    let high_price = ("/prices/annual", json!(10_000_000_001_i64));
    let late = ("/asOf", json!("2026-04-01T00:00:00Z"));
    let early = ("/asOf", json!("2026-02-28T23:59:59Z"));
    let fewer = ("/target/sessions", json!(4));
    let expect = |changes: &[(&str, Value)], error| assert_eq!(with(changes), Err(error));

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
fn a_code_is_refused_for_the_first_reason_that_applies() {
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
fn a_year_beyond_ten_to_the_fifteen_is_an_overflow_not_a_wrap() {
    // 12 x 10^10 x 10,000 = 1.2 x 10^15
    let changes = [("/prices/monthly", json!(10_000_000_000_i64)), ("/target/sessions", json!(10_000))];
    assert_eq!(with(&changes), Err(QuoteError::AmountOverflow));
}

#[test]
fn a_hundred_and_one_segments_are_too_many() {
    let segment = json!({"id": "s", "netMinor": 1, "taxMinor": 0,
                         "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"});
    assert_eq!(with(&[("/subscription/segments", json!(vec![segment.clone(); 100]))]), Ok(24_155));
    assert_eq!(
        with(&[("/subscription/segments", json!(vec![segment; 101]))]),
        Err(QuoteError::TooManySegments)
    );
}

#[test]
fn what_cannot_be_read_is_said_in_words() {
    let trouble = |text| serde_json::from_str::<billing::Cycle>(text).expect_err("no cycle").to_string();
    assert!(trouble("5").contains("expected one of the agreed words"), "{}", trouble("5"));
    let list = serde_json::from_str::<billing::QuoteInput>("[]").expect_err("no object").to_string();
    assert!(list.contains("expected an object"), "{list}");
}
