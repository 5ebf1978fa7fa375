//! A JSON deserializer for the API's responses.
//!
//! The contract uses objects, lists, strings, integers, booleans and null, and a struct is always an object. Supporting
//! only these makes serde's derived code for other forms and its detailed error messages unreachable. They would be a
//! tenth of the initial download.

mod access;
mod text;
mod value;

use serde::de::DeserializeOwned;

use text::Text;
use value::ValueDeserializer;

/// The text is not valid JSON, or does not match the requested type.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Deserializes a complete JSON text.
///
/// # Errors
/// When the text is not JSON, does not match `T`, or has trailing content.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut text = Text::new(text);
    let value = T::deserialize(ValueDeserializer(&mut text))?;
    text.end()?;
    Ok(value)
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unreadable JSON")
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Sample {
        name: String,
        amount_minor: i64,
        month: u8,
        on: bool,
        note: Option<String>,
        #[serde(default)]
        list: Vec<Word>,
        inner: Option<Box<Sample>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
        TwoWords,
    }

    const GOOD: &str = r#" {"name":"a\"\\\/\n\u00e9\ud83d\ude00 é","amountMinor":-9007199254740993,"month":12, "on" : true,
        "note":null,"list":["one", "two_words"],"unknown":{"x":[1,2.5e3,{"y":null}],"z":"}"},
        "inner":{"name":"","amountMinor":0,"month":1,"on":false,"note":"n","list":[],"inner":null}} "#;

    #[test]
    fn results_match_serde_json() {
        let ours: Sample = read(GOOD).unwrap();
        assert_eq!(ours, serde_json::from_str(GOOD).unwrap());
        assert_eq!(ours.name, "a\"\\/\né😀 é");
        assert_eq!(ours.amount_minor, -9_007_199_254_740_993);
    }

    #[test]
    fn truncated_json_is_rejected() {
        let whole = GOOD.trim_end();
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let cut = whole.get(..end).unwrap();
            assert_eq!(read::<Sample>(cut), Err(Unreadable), "{cut}");
        }
    }

    #[test]
    fn json_of_another_shape_is_rejected() {
        for text in [
            "[]",
            "null",
            "1",
            r#"{"name":"x"}"#,
            &GOOD.replace("12,", "1.5,"),
            &GOOD.replace("12,", "256,"),
            &GOOD.replace("12,", "-1,"),
            &GOOD.replace("true", "1"),
            &GOOD.replace("two_words", "three"),
            &GOOD.replace("-9007199254740993", "99999999999999999999"),
            &GOOD.replace("-9007199254740993", "1e3"),
            &GOOD.replace("\"month\":12, ", "\"month\":12 "),
            &GOOD.replace("\\ud83d", "\\ud8"),
            &GOOD.replace("\\ud83d", ""),
            &format!("{GOOD}x"),
        ] {
            assert_eq!(read::<Sample>(text), Err(Unreadable), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_rejected_without_stack_overflow() {
        let deep = "[".repeat(100_000);
        assert_eq!(read::<serde::de::IgnoredAny>(&deep).map(|_| ()), Err(Unreadable));
    }
}
