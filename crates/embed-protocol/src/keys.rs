/// Keys that change the prototype of a JavaScript object when a script copies them.
const FORBIDDEN: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// Returns whether an object in the JSON text has a key that changes prototypes, or a key with an escape sequence, which
/// could hide one. No key of the protocol needs escapes.
pub fn has_forbidden_key(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once('"') {
        let Some(end) = end_of_string(inside) else { return false };
        let (string, after) = (&inside[..end], &inside[end + 1..]);
        let is_key = after.trim_start().starts_with(':');
        if is_key && (string.contains('\\') || FORBIDDEN.contains(&string)) {
            return true;
        }
        rest = after;
    }
    false
}

/// The position of the quotation mark that ends the string.
fn end_of_string(inside: &str) -> Option<usize> {
    let mut is_escaped = false;
    inside.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prototype_keys_are_found_at_every_depth() {
        for text in [
            r#"{"__proto__":{}}"#,
            r#"{"a":[{"b" : {"constructor" :1}}]}"#,
            "{\"a\":\"\\\\\",\"prototype\"\n:1}",
            r#"{"__proto\u005f_":{}}"#,
        ] {
            assert!(has_forbidden_key(text), "{text}");
        }
        for text in [
            "",
            "\"",
            r#"{"a":"__proto__"}"#,
            r#"{"a":"\"__proto__\":"}"#,
            r#"{"a":["prototype"],"b":"x\\"}"#,
            r#"{"__proto":1}"#,
        ] {
            assert!(!has_forbidden_key(text), "{text}");
        }
    }
}
