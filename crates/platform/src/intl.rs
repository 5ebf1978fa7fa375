//! Formats amounts, numbers and dates for the reader's locale, with the browser's `Intl` API.

use std::{cell::RefCell, fmt, time::Duration};

use billing::{Currency, Instant, Money};
use js_sys::{Array, Date, Function, JSON, Reflect};
use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static LOCALE: RefCell<Option<String>> = const { RefCell::new(None) };
    static FORMATTERS: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

const NUMBER: &str = "NumberFormat";
const DATE: &str = "DateTimeFormat";
const LIST: &str = "ListFormat";
const PLURAL: &str = "PluralRules";

/// Sets the locale of numbers and dates by its BCP 47 tag. The default is the browser's locale.
pub fn set_locale(tag: String) {
    LOCALE.set(Some(tag));
    FORMATTERS.with_borrow_mut(Vec::clear);
}

/// Formats an amount with its currency, for example `$241.55`. All decimals of the currency are always shown.
#[must_use]
pub fn money(amount: Money) -> String {
    let currency = amount.currency();
    let decimals = currency.exponent();
    let options = format!(
        r#"{{"style":"currency","currency":"{currency}","minimumFractionDigits":{decimals},"maximumFractionDigits":{decimals}}}"#
    );
    // Pass the digits as text: a JavaScript number would lose precision.
    let text = format_value(NUMBER, &options, &amount.decimal().into());
    text.map_or_else(|| amount.to_string(), isolate_direction)
}

/// Replaces the direction marks of an amount with an isolate. Right-to-left locales add marks that are correct only in
/// right-to-left text; in other text the parts of the amount would be reordered.
fn isolate_direction(text: String) -> String {
    const MARKS: [char; 3] = ['\u{200e}', '\u{200f}', '\u{61c}'];
    if !text.contains(MARKS) {
        return text;
    }
    format!("\u{2066}{}\u{2069}", text.replace(MARKS, "").trim())
}

/// Formats a whole number with thousands separators.
#[must_use]
pub fn number(whole: i64) -> String {
    let digits = whole.to_string();
    format_value(NUMBER, "{}", &JsValue::from_str(&digits)).unwrap_or(digits)
}

/// The thousands separator of the locale, for example `.` in Vietnamese.
#[must_use]
pub fn group_separator() -> char {
    // Use five digits, because some locales do not group four.
    number(10_000).chars().nth(2).unwrap_or(',')
}

/// A number and its format_value text: plural rules use the number, sentences show the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub value: i64,
    /// The format_value number.
    pub written: String,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Creates a [`Count`], for use in a message.
#[must_use]
pub fn count(value: i64) -> Count {
    Count { value, written: number(value) }
}

/// Formats basis points as a percentage, for example `16.66 %`. Never rounded up.
#[must_use]
pub fn percent(basis_points: i64) -> String {
    let sign = if basis_points < 0 { "-" } else { "" };
    let digits = format!("{:0>5}", basis_points.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(4));
    let share = format!("{sign}{whole}.{fraction}");
    format_value(NUMBER, r#"{"style":"percent","maximumFractionDigits":2}"#, &share.into())
        .unwrap_or_else(|| format!("{basis_points} bp"))
}

/// Formats a UTC day, for example `Apr 1, 2026`.
#[must_use]
pub fn date(at: Instant) -> String {
    instant(at, r#"{"timeZone":"UTC","dateStyle":"medium"}"#)
}

/// Formats a UTC month with its year, for example `January 2027`.
#[must_use]
pub fn month(at: Instant) -> String {
    instant(at, r#"{"timeZone":"UTC","year":"numeric","month":"long"}"#)
}

/// Formats a UTC day and time, for example `Mar 16, 2026, 9:30 AM UTC`.
#[must_use]
pub fn date_time(at: Instant) -> String {
    instant(
        at,
        r#"{"timeZone":"UTC","timeZoneName":"short","year":"numeric","month":"short","day":"numeric","hour":"numeric","minute":"2-digit"}"#,
    )
}

/// Creates the formatters in separate tasks, while the page waits for a response. Without this, the first amount would
/// wait for all of them, which takes a tenth of a second on a slow phone.
pub fn prepare() {
    let pieces: [fn() -> String; 5] = [
        || number(0),
        || percent(0),
        || Currency::parse("USD").map(|dollar| money(Money::new(0, dollar))).unwrap_or_default(),
        || Instant::from_epoch_seconds(0).map(date).unwrap_or_default(),
        || Instant::from_epoch_seconds(0).map(month).unwrap_or_default(),
    ];
    for piece in pieces {
        set_timeout(move || drop(piece()), Duration::ZERO);
    }
}

fn instant(at: Instant, options: &str) -> String {
    let text = at.to_string();
    format_value(DATE, options, &Date::new(&JsValue::from_str(&text))).unwrap_or(text)
}

/// Joins items into one phrase, for example `the billing cycle, the promotion code`.
#[must_use]
pub fn list(items: &[&str]) -> String {
    let parts: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    format_value(LIST, r#"{"type":"unit"}"#, &parts).unwrap_or_else(|| items.join(", "))
}

/// The plural category of a whole number in the language of the page, for example `few`.
#[must_use]
pub fn plural_category(whole: i64) -> String {
    format_value(PLURAL, "{}", &whole.to_string().into()).unwrap_or_else(|| "other".to_owned())
}

fn format_value(kind: &str, options: &str, value: &JsValue) -> Option<String> {
    let format = formatter(kind, options)?;
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// Returns a cached formatter, because creating one costs far more than using it.
fn formatter(kind: &str, options: &str) -> Option<Function> {
    let key = format!("{kind}{options}");
    let cached = FORMATTERS.with_borrow(|formatters| {
        formatters.iter().find(|(name, _)| *name == key).map(|(_, format)| format.clone())
    });
    cached.or_else(|| {
        let locale = LOCALE.with_borrow(Clone::clone);
        let create = |locale| new_formatter(kind, options, locale);
        // If the browser rejects the tag, fall back to the browser's locale.
        let format = create(locale.map_or(JsValue::UNDEFINED, JsValue::from))
            .or_else(|| create(JsValue::UNDEFINED))?;
        FORMATTERS.with_borrow_mut(|formatters| formatters.push((key, format.clone())));
        Some(format)
    })
}

fn new_formatter(kind: &str, options: &str, locale: JsValue) -> Option<Function> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let constructor = get(&get(&js_sys::global(), "Intl")?, kind)?.dyn_into::<Function>().ok()?;
    let arguments = Array::of2(&locale, &JSON::parse(options).ok()?);
    let formatter = Reflect::construct(&constructor, &arguments).ok()?;
    let method = get(&formatter, if kind == PLURAL { "select" } else { "format" })?;
    // Some of these methods need `this` bound to the formatter.
    Some(method.dyn_into::<Function>().ok()?.bind0(&formatter))
}
