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

/// The most reports of one request that are counted.
const MAX_REPORTS: usize = 20;
/// The most reports that are logged within a minute. Further ones are counted only.
const LOGGED_PER_MINUTE: u32 = 20;
const OTHER: &str = "other";
/// What browsers report in place of an address (CSP level 3).
const KEYWORDS: [&str; 7] =
    ["inline", "eval", "wasm-eval", "self", "trusted-types-policy", "trusted-types-sink", "report-sample"];
/// Schemes of addresses without a host, and of extensions, which are often blocked.
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
const LONGEST_ORIGIN: usize = 100;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/csp-reports", post(receive))
}

/// Limits the log to a number of reports a minute, whoever sends them.
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

/// `POST /csp-reports`: 204 for violations of the page's Content Security Policy, as browsers send them.
///
/// # Errors
/// 413 for a body over 64 KiB, 400 for one that is not JSON.
async fn receive(State(state): State<AppState>, request: Request) -> Result<StatusCode, Refusal> {
    let body = to_bytes(request.into_body(), MAX_BODY_BYTES).await;
    let body = body.map_err(|_| Refusal::new(ProblemCode::BodyTooLarge))?;
    let json: Value = serde_json::from_slice(&body).map_err(|_| Refusal::new(ProblemCode::BodyUnreadable))?;
    for (directive, blocked) in violations(&json).into_iter().take(MAX_REPORTS) {
        state.metrics.csp_violations.inc(directive);
        if state.csp_report_log.admits(state.clock.now()) {
            tracing::warn!(directive, blocked, "a page violated its content security policy");
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Directive and blocked source of each violation, in the form of `report-to` or of `report-uri`.
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
            (known_directive(directive), source(text(["blockedURL", "blocked-uri"])))
        })
        .collect()
}

fn known_directive(name: &str) -> &'static str {
    CSP_DIRECTIVES.into_iter().find(|known| *known == name).unwrap_or(OTHER)
}

/// The origin of a blocked web address, its scheme if it has no host, or the browser's keyword for what was blocked.
///
/// Everybody can send a report, so every other text is `other`: paths, queries, made-up schemes and card numbers stay out
/// of the log.
fn source(blocked: &str) -> String {
    // Browsers send the scheme alone for an address that is not one of the web.
    if KEYWORDS.contains(&blocked) || SCHEMES.contains(&blocked) {
        return blocked.to_owned();
    }
    let Ok(url) = Url::parse(blocked) else { return OTHER.to_owned() };
    let origin = url.origin().ascii_serialization();
    match url.scheme() {
        "http" | "https" | "ws" | "wss"
            if origin.len() <= LONGEST_ORIGIN && !contains_card_number(&origin) =>
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
    fn only_the_origin_of_a_blocked_address_is_kept() {
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
            assert_eq!(source(blocked), logged, "{blocked}");
        }
    }

    #[test]
    fn the_log_takes_twenty_reports_a_minute() {
        let log = CspReportLog::default();
        let at = |second: i64| Instant::parse("2026-03-16T09:30:00Z").unwrap().checked_add_seconds(second);

        assert_eq!((0..100).filter(|_| log.admits(at(0).unwrap())).count(), 20);
        assert!(!log.admits(at(59).unwrap()));
        assert!(log.admits(at(60).unwrap()));
    }
}
