use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The page for a base path: the built page, with the path in its `<base>` element. Every other URL in it is relative to
/// that element. `None` if the page has no such element, or refers to the root, as a build without `--release` does.
pub fn with_base_path(page: &str, base_path: &str) -> Option<String> {
    let (before, after) = page.split_once("<base href=\"/\">")?;
    let refers_to_root =
        ["'/", "\"/", "=/"].into_iter().any(|start| page.contains(&format!("{start}testcloud-upgrading")));
    (!refers_to_root).then(|| format!("{before}<base href=\"{base_path}/\">{after}"))
}

/// The value of the `Reporting-Endpoints` header, which defines the endpoint of policy reports.
pub fn reporting_endpoints(base_path: &str) -> String {
    format!("csp=\"{base_path}/api/v1/csp-reports\"")
}

/// The Content-Security-Policy of the page. Allows its own files, and its inline scripts and styles by hash. Firefox and Safari send reports to `report-uri`, Chromium to `report-to`.
pub fn content_security_policy(page: &str, base_path: &str) -> String {
    let scripts = hashes(&inline(page, "script"));
    let styles = hashes(&inline(page, "style"));
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src 'none'; worker-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; \
         report-uri {base_path}/api/v1/csp-reports; report-to csp"
    )
}

/// A policy that allows these origins, instead of none, to embed the page.
pub fn with_ancestors(policy: &str, origins: &BTreeSet<String>) -> String {
    policy.replacen("frame-ancestors 'none'", &format!("frame-ancestors {}", ancestors(origins)), 1)
}

/// The origins that may embed a page, as a source list.
pub fn ancestors(origins: &BTreeSet<String>) -> String {
    if origins.is_empty() {
        return "'none'".to_owned();
    }
    origins.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn hashes(texts: &[&str]) -> String {
    texts
        .iter()
        .map(|text| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes()))))
        .collect()
}

/// The text of each inline element with this name, exactly as the browser hashes it.
fn inline<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    let (opening, closing) = (format!("<{element}"), format!("</{element}"));
    let mut texts = Vec::new();
    let mut rest = page;
    while let Some(start) = find_ignoring_case(rest, &opening) {
        rest = &rest[start..];
        let Some(open) = rest.find('>') else { break };
        let (tag, after) = rest.split_at(open + 1);
        let end = find_ignoring_case(after, &closing).unwrap_or(after.len());
        let (text, remaining) = after.split_at(end);
        if !has_source(tag) && !text.is_empty() {
            texts.push(text);
        }
        rest = remaining;
    }
    texts
}

fn has_source(tag: &str) -> bool {
    tag.split(|c: char| c.is_ascii_whitespace() || c == '>')
        .any(|part| part.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("src=")))
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_path_is_written_into_a_page_with_relative_urls_only() {
        let page = "<base href=\"/\"><script type=module>import a from './testcloud-upgrading-1.js'</script>";

        assert_eq!(with_base_path(page, "/a/b"), Some(page.replace("href=\"/\"", "href=\"/a/b/\"")));
        assert_eq!(with_base_path(&page.replace("./", "/"), "/a/b"), None);
        assert_eq!(with_base_path("<p>no base</p>", "/a/b"), None);
    }

    #[test]
    fn inline_scripts_are_allowed_by_the_hash_of_their_exact_text() {
        let page =
            "<!doctype html><script src=\"/a.js\"></script><SCRIPT type=\"module\">\nstart()\n</SCRIPT>";

        let policy = content_security_policy(page, "");

        // printf '\nstart()\n' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-Vr57vMWq2hNgrKy/aFxYtLAB3PwHlV8B/NfZeGEgedw='"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(policy.contains("frame-src 'none';"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }

    #[test]
    fn inline_styles_are_allowed_only_by_the_hash_of_their_text() {
        let page = "<style>.a{b:c}</style><link rel=\"stylesheet\" href=\"/a.css\"><script>start()</script>";

        let policy = content_security_policy(page, "");

        // printf '.a{b:c}' | openssl dgst -sha256 -binary | base64
        let styles = "style-src 'self' 'sha256-i37/pCO6fyzyqqr1O4pzfb1XA6ZYOeoHfQ71HVXnkSk='; img-src";
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        let scripts = "'wasm-unsafe-eval' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='; style-src";
        assert!(policy.contains(styles) && policy.contains(scripts), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }
}
