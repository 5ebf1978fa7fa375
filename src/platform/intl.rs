//! Amounts, numbers and dates in the reader's language, through the browser's own tables.

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

/// Chooses the language of numbers and dates by its BCP 47 tag; the browser's own before that.
pub fn set_locale(tag: String) {
    LOCALE.set(Some(tag));
    FORMATTERS.with_borrow_mut(Vec::clear);
}

/// An amount with its currency, for example `$241.55`. All decimals of the currency are always shown.
#[must_use]
pub fn money(amount: Money) -> String {
    let currency = amount.currency();
    let decimals = currency.exponent();
    let options = format!(
        r#"{{"style":"currency","currency":"{currency}","minimumFractionDigits":{decimals},"maximumFractionDigits":{decimals}}}"#
    );
    // The digits travel as text: a number would lose some.
    let written = formatted(NUMBER, &options, &amount.decimal().into());
    written.map_or_else(|| amount.to_string(), in_its_own_direction)
}

/// Right-to-left languages put marks into an amount that hold only in a sentence of theirs; beside other words its
/// parts would change places. Isolated, it reads the same everywhere.
fn in_its_own_direction(written: String) -> String {
    const MARKS: [char; 3] = ['\u{200e}', '\u{200f}', '\u{61c}'];
    if !written.contains(MARKS) {
        return written;
    }
    format!("\u{2066}{}\u{2069}", written.replace(MARKS, "").trim())
}

/// A whole number with its thousands grouped.
#[must_use]
pub fn number(whole: i64) -> String {
    let digits = whole.to_string();
    formatted(NUMBER, "{}", &JsValue::from_str(&digits)).unwrap_or(digits)
}

/// The character between the thousands of a number, for example `.` in Vietnamese.
#[must_use]
pub fn group_separator() -> char {
    // Some locales group only five digits or more.
    number(10_000).chars().nth(2).unwrap_or(',')
}

/// A number with how it is written: plural rules need the one, a sentence the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub value: i64,
    /// The same for the reader.
    pub written: String,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// A number to be put into a sentence.
#[must_use]
pub fn count(value: i64) -> Count {
    Count { value, written: number(value) }
}

/// Basis points as a share, for example `16.66 %`. Never rounded up.
#[must_use]
pub fn percent(basis_points: i64) -> String {
    let sign = if basis_points < 0 { "-" } else { "" };
    let digits = format!("{:0>5}", basis_points.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(4));
    let share = format!("{sign}{whole}.{fraction}");
    formatted(NUMBER, r#"{"style":"percent","maximumFractionDigits":2}"#, &share.into())
        .unwrap_or_else(|| format!("{basis_points} bp"))
}

/// A day of UTC, for example `Apr 1, 2026`.
#[must_use]
pub fn date(at: Instant) -> String {
    instant(at, r#"{"timeZone":"UTC","dateStyle":"medium"}"#)
}

/// A month of UTC with its year, for example `January 2027`.
#[must_use]
pub fn month(at: Instant) -> String {
    instant(at, r#"{"timeZone":"UTC","year":"numeric","month":"long"}"#)
}

/// A day and time of UTC, for example `Mar 16, 2026, 9:30 AM UTC`.
#[must_use]
pub fn date_time(at: Instant) -> String {
    instant(
        at,
        r#"{"timeZone":"UTC","timeZoneName":"short","year":"numeric","month":"short","day":"numeric","hour":"numeric","minute":"2-digit"}"#,
    )
}

/// Has the browser load what it writes numbers and dates with, piece by piece, while the page waits for an answer: the
/// first amount would otherwise wait for all of it at once, a tenth of a second on a slow phone.
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
    formatted(DATE, options, &Date::new(&JsValue::from_str(&text))).unwrap_or(text)
}

/// Things in one phrase, for example `the billing cycle, the promotion code`.
#[must_use]
pub fn list(things: &[&str]) -> String {
    let parts: Array = things.iter().map(|thing| JsValue::from_str(thing)).collect();
    formatted(LIST, r#"{"type":"unit"}"#, &parts).unwrap_or_else(|| things.join(", "))
}

/// The plural category of a whole number in the language of the page, for example `few`.
#[must_use]
pub fn plural_category(whole: i64) -> String {
    formatted(PLURAL, "{}", &whole.to_string().into()).unwrap_or_else(|| "other".to_owned())
}

fn formatted(kind: &str, options: &str, value: &JsValue) -> Option<String> {
    let format = formatter(kind, options)?;
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// Making a formatter costs far more than using it, so each is made once.
fn formatter(kind: &str, options: &str) -> Option<Function> {
    let key = format!("{kind}{options}");
    let known = FORMATTERS
        .with_borrow(|made| made.iter().find(|(name, _)| *name == key).map(|(_, format)| format.clone()));
    known.or_else(|| {
        let locale = LOCALE.with_borrow(Clone::clone);
        let make = |locale| made(kind, options, locale);
        // A language tag the browser does not take falls back to its own.
        let format =
            make(locale.map_or(JsValue::UNDEFINED, JsValue::from)).or_else(|| make(JsValue::UNDEFINED))?;
        FORMATTERS.with_borrow_mut(|made| made.push((key, format.clone())));
        Some(format)
    })
}

fn made(kind: &str, options: &str, locale: JsValue) -> Option<Function> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let constructor = get(&get(&js_sys::global(), "Intl")?, kind)?.dyn_into::<Function>().ok()?;
    let arguments = Array::of2(&locale, &JSON::parse(options).ok()?);
    let formatter = Reflect::construct(&constructor, &arguments).ok()?;
    let method = get(&formatter, if kind == PLURAL { "select" } else { "format" })?;
    // Not every one of them knows by itself whose method it is.
    Some(method.dyn_into::<Function>().ok()?.bind0(&formatter))
}
