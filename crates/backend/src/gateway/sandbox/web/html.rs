use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// What fills a place of a page.
pub enum Fill<'a> {
    /// Text of any origin, escaped.
    Text(&'a str),
    /// Markup of this program.
    Html(&'a str),
}

/// A page with its `{{name}}` places filled in one pass, so that no text can name a place.
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

/// Text as it may stand in an element or a quoted attribute.
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

/// An HTML answer under its own policy.
pub fn page(status: StatusCode, policy: &str, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Origins are serialised by the URL parser and ids are letters and digits, so a policy is always a header.
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup_or_another_place() {
        let filled = fill(
            "<p title=\"{{a}}\">{{a}}{{b}}{{none}}</p>",
            &[("a", Fill::Text("<{{b}}'\">")), ("b", Fill::Html("<b>"))],
        );

        let text = "&lt;{{b}}&#39;&quot;&gt;";
        assert_eq!(filled, format!("<p title=\"{text}\">{text}<b></p>"));
    }
}
