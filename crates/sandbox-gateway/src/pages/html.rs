use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// The value of a placeholder.
pub enum Fill<'a> {
    /// Untrusted text, which is escaped.
    Text(&'a str),
    /// Trusted markup.
    Html(&'a str),
}

/// Fills the `{{name}}` placeholders of a page in one pass, so that text cannot contain a placeholder.
pub fn fill(page: &str, places: &[(&str, Fill<'_>)]) -> String {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match places.iter().find(|(place, _)| *place == name) {
            Some((_, Fill::Text(text))) => filled.push_str(&escape(text)),
            Some((_, Fill::Html(html))) => filled.push_str(html),
            None => {}
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Escapes text for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// An HTML response with its own Content-Security-Policy.
pub fn page(status: StatusCode, policy: &str, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Origins are serialized by the URL parser and ids are alphanumeric, so a policy is always a valid header value.
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_cannot_add_placeholders() {
        let filled = fill(
            "<p title=\"{{a}}\">{{a}}{{b}}{{none}}</p>",
            &[("a", Fill::Text("<{{b}}'\">")), ("b", Fill::Html("<b>"))],
        );

        let text = "&lt;{{b}}&#39;&quot;&gt;";
        assert_eq!(filled, format!("<p title=\"{text}\">{text}<b></p>"));
    }
}
