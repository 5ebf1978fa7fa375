/// Keys that change the prototype of a JavaScript object when a script copies them.
const FORBIDDEN: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// Returns whether an object in the JSON text has a key that changes prototypes, or a key with an escape sequence, which
/// could hide one. No key of the protocol needs escapes.
pub fn has_forbidden_key(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once('"') {
        let Some((string, after)) = split_at_quote(inside) else { return false };
        let is_key = after.trim_start().starts_with(':');
        if is_key && (string.contains('\\') || FORBIDDEN.contains(&string)) {
            return true;
        }
        rest = after;
    }
    false
}

/// The content of a string and the text after the quotation mark that ends it.
fn split_at_quote(inside: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    inside.split_once(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
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
