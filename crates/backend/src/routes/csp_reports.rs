use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use contract::ProblemCode;
use http_server::MAX_BODY_BYTES;
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::ProblemResponse;
use crate::app::AppState;
use crate::config::Config;
use crate::error::Refusal;
use crate::metrics::CSP_DIRECTIVES;

/// The maximum number of reports counted per request.
const MAX_REPORTS: usize = 20;
const OTHER: &str = "other";
/// The keywords that browsers report instead of a URL (CSP level 3).
const KEYWORDS: [&str; 7] =
    ["inline", "eval", "wasm-eval", "self", "trusted-types-policy", "trusted-types-sink", "report-sample"];
/// The schemes that are logged: those of URLs without a host, and those of browser extensions.
const SCHEMES: [&str; 9] = [
    "about",
    "blob",
    "chrome-extension",
    "data",
    "file",
    "filesystem",
    "javascript",
    "moz-extension",
    "safari-web-extension",
];
/// The bytes of an origin's hash that are logged.
const HASH_BYTES: usize = 4;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(receive))
}

/// Receives browser reports of Content Security Policy violations.
#[utoipa::path(
    post,
    path = "/csp-reports",
    operation_id = "reportCspViolations",
    security(),
    request_body(content((Value = "application/reports+json"), (Value = "application/csp-report"))),
    responses(
        (status = 204, description = "The reports are counted."),
        (status = 413, response = ProblemResponse),
    ),
)]
async fn receive(State(state): State<AppState>, request: Request) -> Result<StatusCode, Refusal> {
    let body = to_bytes(request.into_body(), MAX_BODY_BYTES).await;
    let body = body.map_err(|_| Refusal::new(ProblemCode::BodyTooLarge))?;
    let json: Value = serde_json::from_slice(&body).map_err(|_| Refusal::new(ProblemCode::BodyUnreadable))?;
    for (directive, blocked) in violations(&json).into_iter().take(MAX_REPORTS) {
        state.metrics.csp_violations.inc(directive);
        if state.csp_report_log.admits(state.clock.now()) {
            let blocked = loggable_source(blocked, &own_origins(&state.config));
            tracing::warn!(directive, blocked, "content security policy violation");
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The directive and the blocked source of each violation. Accepts the formats of `report-to` and `report-uri`.
fn violations(json: &Value) -> Vec<(&'static str, &str)> {
    let reports = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
    let bodies = reports.iter().filter_map(|report| {
        let is_violation = report.get("type").is_some_and(|kind| kind == "csp-violation");
        report.get("csp-report").or_else(|| report.get("body").filter(|_| is_violation))
    });
    bodies
        .filter(|body| body.is_object())
        .map(|body| {
            let text =
                |names: [&str; 2]| names.iter().find_map(|name| body.get(name)?.as_str()).unwrap_or("");
            let directive = text(["effectiveDirective", "effective-directive"]);
            (known_directive(directive), text(["blockedURL", "blocked-uri"]))
        })
        .collect()
}

fn known_directive(name: &str) -> &'static str {
    CSP_DIRECTIVES.into_iter().find(|known| *known == name).unwrap_or(OTHER)
}

/// The text logged for a blocked source: the scheme and host of a web URL, the scheme of a URL without a host, or the
/// browser's keyword.
///
/// Anyone can send a report, and a made-up host can be a promotion code or a card number. Therefore only the hosts of the
/// app and of the gateway are logged. Other origins are logged as `other-origin` with a hash that tells them apart, and
/// every other text as `other`.
fn loggable_source(blocked: &str, own_origins: &[&str]) -> String {
    // Browsers send only the scheme of a URL that is not a web URL.
    if KEYWORDS.contains(&blocked) || SCHEMES.contains(&blocked) {
        return blocked.to_owned();
    }
    let Ok(url) = Url::parse(blocked) else { return OTHER.to_owned() };
    match url.scheme() {
        scheme @ ("http" | "https" | "ws" | "wss") => {
            format!("{scheme}://{}", loggable_host(&url, own_origins))
        }
        scheme => SCHEMES.into_iter().find(|known| *known == scheme).unwrap_or(OTHER).to_owned(),
    }
}

/// The origins of the app.
fn own_origins(config: &Config) -> Vec<&str> {
    let own = config.allowed_origins.iter().chain(&config.secure_origin);
    own.map(String::as_str).collect()
}

/// The host of a URL if it is the app's, otherwise a constant and the first 8 hex digits of the SHA-256
/// of the URL's origin.
fn loggable_host(url: &Url, own_origins: &[&str]) -> String {
    let mut own = own_origins.iter().filter_map(|origin| Url::parse(origin).ok());
    match url.host_str() {
        Some(host) if own.any(|own| own.host_str() == Some(host)) => host.to_owned(),
        _ => {
            let hash = Sha256::digest(url.origin().ascii_serialization());
            let hash = base16ct::lower::encode_string(&hash[..HASH_BYTES]);
            format!("other-origin-{hash}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 2] = ["https://app.example", "https://gateway.example:8443"];

    #[test]
    fn only_own_hosts_known_schemes_and_keywords_are_logged() {
        for (blocked, logged) in [
            ("https://app.example/a?code=SAVE10#x", "https://app.example"),
            ("http://APP.example:4111/", "http://app.example"),
            ("wss://gateway.example/socket", "wss://gateway.example"),
            ("https://SAVE10:pw@gateway.example:8443/4111111111111111", "https://gateway.example"),
            ("data:text/html,SAVE10", "data"),
            ("data", "data"),
            ("Data", "other"),
            ("chrome-extension://4111111111111111/a.js", "chrome-extension"),
            ("inline", "inline"),
            ("INLINE", "other"),
            ("", "other"),
            ("4111 1111 1111 1111", "other"),
            ("card4111111111111111:x", "other"),
            ("card-4111111111111111://evil.example/", "other"),
            ("made-up:x", "other"),
            ("made-up://evil.example/", "other"),
        ] {
            assert_eq!(loggable_source(blocked, &OWN), logged, "{blocked}");
        }
    }

    #[test]
    fn other_origins_are_told_apart_by_a_hash() {
        for (blocked, logged) in [
            ("https://evil.example/a?code=SAVE10#x", "https://other-origin-e55db367"),
            ("https://4111111111111111:pw@evil.example/b", "https://other-origin-e55db367"),
            ("https://evil.example:8443/", "https://other-origin-1d2ec6e0"),
            ("ws://save10.example/", "ws://other-origin-0dd8e535"),
            ("https://app.example.save10.example/", "https://other-origin-e7c2923f"),
            ("https://4111-1111-1111-1111/", "https://other-origin-2298bb55"),
        ] {
            assert_eq!(loggable_source(blocked, &OWN), logged, "{blocked}");
        }
    }
}
