use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use billing::Instant;
use contract::{ProblemCode, contains_card_number};
use serde_json::Value;
use url::Url;

use crate::app::AppState;
use crate::error::Refusal;
use crate::metrics::CSP_DIRECTIVES;
use crate::server::MAX_BODY_BYTES;

/// The maximum number of reports counted per request.
const MAX_REPORTS: usize = 20;
/// The maximum number of reports logged per minute. Further reports are only counted.
const LOGGED_PER_MINUTE: u32 = 20;
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
const MAX_ORIGIN_LENGTH: usize = 100;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/csp-reports", post(receive))
}

/// Limits the reports logged per minute, across all clients.
#[derive(Debug, Default)]
pub struct CspReportLog(Mutex<(i64, u32)>);

impl CspReportLog {
    fn admits(&self, now: Instant) -> bool {
        let minute = now.epoch_seconds().div_euclid(60);
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.0 != minute {
            *window = (minute, 0);
        }
        window.1 = window.1.saturating_add(1);
        window.1 <= LOGGED_PER_MINUTE
    }
}

/// `POST /csp-reports`: counts and logs the Content Security Policy violations that browsers report. Returns 204.
///
/// # Errors
/// 413 for a body over 64 KiB, 400 for a body that is not JSON.
async fn receive(State(state): State<AppState>, request: Request) -> Result<StatusCode, Refusal> {
    let body = to_bytes(request.into_body(), MAX_BODY_BYTES).await;
    let body = body.map_err(|_| Refusal::new(ProblemCode::BodyTooLarge))?;
    let json: Value = serde_json::from_slice(&body).map_err(|_| Refusal::new(ProblemCode::BodyUnreadable))?;
    for (directive, blocked) in violations(&json).into_iter().take(MAX_REPORTS) {
        state.metrics.csp_violations.inc(directive);
        if state.csp_report_log.admits(state.clock.now()) {
            tracing::warn!(directive, blocked, "content security policy violation");
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The directive and the blocked source of each violation. Accepts the formats of `report-to` and `report-uri`.
fn violations(json: &Value) -> Vec<(&'static str, String)> {
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
            (known_directive(directive), loggable_source(text(["blockedURL", "blocked-uri"])))
        })
        .collect()
}

fn known_directive(name: &str) -> &'static str {
    CSP_DIRECTIVES.into_iter().find(|known| *known == name).unwrap_or(OTHER)
}

/// The text logged for a blocked source: the origin of a web URL, the scheme of a URL without a host, or the browser's
/// keyword.
///
/// Anyone can send a report, so every other text is logged as `other`. This keeps paths, queries, unknown schemes and
/// card numbers out of the log.
fn loggable_source(blocked: &str) -> String {
    // Browsers send only the scheme of a URL that is not a web URL.
    if KEYWORDS.contains(&blocked) || SCHEMES.contains(&blocked) {
        return blocked.to_owned();
    }
    let Ok(url) = Url::parse(blocked) else { return OTHER.to_owned() };
    let origin = url.origin().ascii_serialization();
    match url.scheme() {
        "http" | "https" | "ws" | "wss"
            if origin.len() <= MAX_ORIGIN_LENGTH && !contains_card_number(&origin) =>
        {
            origin
        }
        scheme => SCHEMES.into_iter().find(|known| *known == scheme).unwrap_or(OTHER).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_origin_of_a_blocked_url_is_logged() {
        for (blocked, logged) in [
            ("https://evil.example:8443/a?code=SAVE10#x", "https://evil.example:8443"),
            ("https://4111111111111111:pw@evil.example/4111111111111111", "https://evil.example"),
            ("wss://evil.example/socket", "wss://evil.example"),
            ("data:text/html,SAVE10", "data"),
            ("data", "data"),
            ("Data", "other"),
            ("chrome-extension://4111111111111111/a.js", "chrome-extension"),
            ("inline", "inline"),
            ("INLINE", "other"),
            ("", "other"),
            ("4111 1111 1111 1111", "other"),
            ("https://4111111111111111.evil.example/", "other"),
            ("https://4111-1111-1111-1111/", "other"),
            ("card4111111111111111:x", "other"),
            ("card-4111111111111111://evil.example/", "other"),
            ("made-up:x", "other"),
            ("made-up://evil.example/", "other"),
            (&format!("https://{}.example/", "a.".repeat(60)), "other"),
        ] {
            assert_eq!(loggable_source(blocked), logged, "{blocked}");
        }
    }

    #[test]
    fn twenty_reports_per_minute_are_logged() {
        let log = CspReportLog::default();
        let at = |second: i64| Instant::parse("2026-03-16T09:30:00Z").unwrap().checked_add_seconds(second);

        assert_eq!((0..100).filter(|_| log.admits(at(0).unwrap())).count(), 20);
        assert!(!log.admits(at(59).unwrap()));
        assert!(log.admits(at(60).unwrap()));
    }
}
