use std::fmt::Write as _;

use serde_json::Value;

/// Serializes JSON in a canonical form: sorted keys, integers only, no white space, UTF-8.
///
/// Returns `None` when a number is not an integer. Sealed terms contain no fractions.
#[must_use]
pub fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Some(text)
}

fn write(value: &Value, text: &mut String) -> Option<()> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => write!(text, "{}", number.as_i64()?).ok()?,
        Value::String(string) => write_string(string, text)?,
        Value::Array(items) => {
            text.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    text.push(',');
                }
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(object) => {
            let mut keys: Vec<_> = object.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (n, (key, item)) in keys.into_iter().enumerate() {
                if n > 0 {
                    text.push(',');
                }
                write_string(key, text)?;
                text.push(':');
                write(item, text)?;
            }
            text.push('}');
        }
    }
    Some(())
}

/// Writes a JSON string. serde_json escapes only what JSON requires, and always in the same way.
fn write_string(string: &str, text: &mut String) -> Option<()> {
    text.push_str(&serde_json::to_string(string).ok()?);
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn output_has_sorted_keys_and_no_white_space() {
        let value = json!({"b": [1, {"z": null, "a": true}], "a": "é\"\n"});

        assert_eq!(canonical(&value).as_deref(), Some(r#"{"a":"é\"\n","b":[1,{"a":true,"z":null}]}"#));
    }

    #[test]
    fn a_fraction_has_no_canonical_form() {
        assert_eq!(canonical(&json!({"amount": 1.5})), None);
        assert_eq!(canonical(&json!([u64::MAX])), None);
    }
}
