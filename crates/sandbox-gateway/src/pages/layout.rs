use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::html::{Fill, escape, fill, page};
use super::texts::Texts;

const PAGE: &str = include_str!("files/page.html");

/// A page with a title and trusted content. Its forms may be sent to the sandbox, and redirect to `target`.
pub fn render(
    status: StatusCode,
    texts: &Texts,
    title: &str,
    content: &str,
    target: Option<&str>,
) -> Response {
    let target = target.and_then(|url| Url::parse(url).ok());
    let target = target.map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    // Browsers also check where the response to a form redirects.
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {target}; base-uri 'none'; frame-ancestors 'none'"
    );
    let places = [
        ("lang", Fill::Text(texts.tag)),
        ("dir", Fill::Text(texts.dir)),
        ("title", Fill::Text(title)),
        ("mark", Fill::Text(texts.mark)),
        ("content", Fill::Html(content)),
    ];
    page(status, &policy, fill(PAGE, &places))
}

/// A page with one sentence, and a link back if there is an address.
pub fn notice(
    status: StatusCode,
    texts: &Texts,
    (title, sentence): (&str, &str),
    merchant: &str,
    back: Option<&str>,
) -> Response {
    let link = back.map_or_else(
        || format!("<p>{}</p>", escape(texts.close)),
        |address| back_link(texts, merchant, address),
    );
    let content = format!("<h1>{}</h1>\n<p id=\"notice\">{}</p>\n{link}", escape(title), escape(sentence));
    render(status, texts, title, &content, None)
}

/// The link to the merchant's page.
pub fn back_link(texts: &Texts, merchant: &str, address: &str) -> String {
    let label = texts.back.replace("{merchant}", merchant);
    format!("<p><a class=\"back\" href=\"{}\">{}</a></p>", escape(address), escape(&label))
}

/// The page for an unknown address.
pub async fn not_found(headers: HeaderMap) -> Response {
    unknown(None, &headers)
}

/// The page for an object that does not exist.
pub fn unknown(locale: Option<&str>, headers: &HeaderMap) -> Response {
    let texts = Texts::of(locale, headers);
    notice(StatusCode::NOT_FOUND, texts, (texts.not_found_title, texts.not_found), "", None)
}

pub async fn stylesheet() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("files/sandbox.css"))
}
