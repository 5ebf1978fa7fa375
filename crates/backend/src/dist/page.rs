use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy of the app's page: its own files, its inline scripts by hash, and the gateway's pages in frames.
pub fn content_security_policy(page: &str, gateway_origin: &str) -> String {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(page) {
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        scripts.push_str(&format!(" 'sha256-{hash}'"));
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src {gateway_origin}; worker-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
    )
}

/// The text of each script element without a source, exactly as the browser hashes it.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some(start) = find_ignoring_case(rest, "<script") {
        rest = &rest[start..];
        let Some(open) = rest.find('>') else { break };
        let (tag, after) = rest.split_at(open + 1);
        let end = find_ignoring_case(after, "</script").unwrap_or(after.len());
        let (text, remaining) = after.split_at(end);
        if !has_source(tag) && !text.is_empty() {
            scripts.push(text);
        }
        rest = remaining;
    }
    scripts
}

fn has_source(tag: &str) -> bool {
    tag.split(|c: char| c.is_ascii_whitespace() || c == '>')
        .any(|part| part.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("src=")))
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_the_hash_of_their_exact_text() {
        let page =
            "<!doctype html><script src=\"/a.js\"></script><SCRIPT type=\"module\">\nstart()\n</SCRIPT>";

        let policy = content_security_policy(page, "http://127.0.0.1:8082");

        // printf '\nstart()\n' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-Vr57vMWq2hNgrKy/aFxYtLAB3PwHlV8B/NfZeGEgedw='"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(policy.contains("frame-src http://127.0.0.1:8082;"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
}
