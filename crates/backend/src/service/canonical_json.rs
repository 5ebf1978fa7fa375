use serde_json::Value;

/// Serializes JSON in a canonical form: sorted keys, integers only, no white space, UTF-8.
///
/// Returns `None` when a number is not an `i64`. Sealed terms contain no fractions. RFC 8785 instead rounds integers
/// above 2^53, which an amount can exceed.
#[must_use]
pub fn canonical(value: &Value) -> Option<String> {
    if !has_only_integers(value) {
        return None;
    }
    let mut sorted = value.clone();
    // serde_json keeps keys sorted unless some dependency turns on its feature `preserve_order`.
    sorted.sort_all_objects();
    serde_json::to_string(&sorted).ok()
}

fn has_only_integers(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => number.is_i64(),
        Value::Array(items) => items.iter().all(has_only_integers),
        Value::Object(object) => object.values().all(has_only_integers),
    }
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
    fn output_is_the_rfc_8785_form_up_to_2_to_the_53() {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!([true, false, 0, -1, (1_i64 << 53) - 1, 1 - (1_i64 << 53)]),
            json!({"é": 1, "e": 2, "E": 3, "": 4, "ee": 5, "e\u{301}": 6, "東京": 7, "0": 8, "\"": 9, "\n": 10}),
            json!({"b": {"d": [{"f": 1, "e": {}}], "c": []}, "a": null}),
            json!((0..=0x2fff).filter_map(char::from_u32).collect::<String>()),
            json!("\u{2028}\u{feff}\u{fffd}\u{1f600}"),
        ] {
            assert_eq!(canonical(&value), serde_json_canonicalizer::to_string(&value).ok(), "{value}");
        }
    }

    #[test]
    fn fractions_have_no_canonical_form() {
        assert_eq!(canonical(&json!({"amount": 1.5})), None);
        assert_eq!(canonical(&json!({"amount": 1.0})), None);
        assert_eq!(canonical(&json!([u64::MAX])), None);
        assert_eq!(canonical(&json!([i64::MIN, i64::MAX])), Some(format!("[{},{}]", i64::MIN, i64::MAX)));
    }
}
