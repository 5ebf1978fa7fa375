use std::time::Duration;

use axum::http::Method;
use http_server::Overload;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::prometheus_text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::request::Requests;
use super::{ConnectionMetrics, Counters, Gauges};
use crate::alarm::Alarm;

/// The directives by which Content-Security-Policy violations are counted.
pub const CSP_DIRECTIVES: [&str; 14] = [
    "script-src-elem",
    "script-src-attr",
    "script-src",
    "style-src-elem",
    "style-src-attr",
    "style-src",
    "img-src",
    "font-src",
    "connect-src",
    "frame-src",
    "frame-ancestors",
    "form-action",
    "base-uri",
    "other",
];

/// The metrics of this process. Counters start at 0 with the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Requests,
    /// Connections of the public listener.
    pub connections: ConnectionMetrics,
    /// Requests refused before routing, by reason.
    pub requests_refused: Counters,
    /// Alarms by name. An alarm means that a person must act.
    pub alarms: Counters,
    /// Sign-ins by outcome.
    pub sign_ins: Counters,
    /// Renewals by outcome.
    pub renewals: Counters,
    /// Refused promotion codes.
    pub promotion_codes_refused: Counter,
    /// Payments and cards refused after too many declines or cards, by reason.
    pub payments_limited: Counters,
    /// Reported violations of the page's Content Security Policy, by directive.
    pub csp_violations: Counters,
    /// Whether each background task is running: 1 or 0.
    pub background_tasks: Gauges,
    /// Sealed quotes.
    pub quotes_sealed: Counter,
    /// Whether the database answered the last scrape: 1 or 0.
    pub database_available: Gauge,
    /// Attempts that have not ended, by state.
    pub upgrade_attempts_open: Gauges,
    /// Attempts that a person must decide about.
    pub upgrade_attempts_held: Gauge,
    /// Renewals that a person must decide about.
    pub renewals_held: Gauge,
    /// Whether calls of the gateway are refused because it is down: 1 or 0.
    pub gateway_circuit_open: Gauge,
    /// Subscriptions by status.
    pub subscriptions: Gauges,
    /// Outbox messages that are not sent yet.
    pub outbox_unsent: Gauge,
    /// The newest row of the audit trail.
    pub audit_sequence: Gauge,
    /// Whether the last check found the audit trail intact: 1 or 0.
    pub audit_intact: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(LostLogLines));
        let r = &mut registry;
        Self {
            requests: Requests::register(r),
            connections: ConnectionMetrics {
                open: gauge(r, "http_connections_open", "Open connections of the public listener"),
                refused: Counters::register(
                    r,
                    "http_connections_refused",
                    "Connections refused because too many were open, in all or of one network",
                    "limit",
                    &["all", "network"],
                ),
            },
            requests_refused: Counters::register(
                r,
                "http_requests_refused",
                "Requests refused before routing, by reason",
                "reason",
                &Overload::ALL.map(Overload::reason),
            ),
            alarms: Counters::register(
                r,
                "alarms",
                "Events that require action by a person",
                "alarm",
                &Alarm::ALL.map(Alarm::name),
            ),
            sign_ins: Counters::register(
                r,
                "sign_ins",
                "Sign-ins by outcome",
                "outcome",
                &["accepted", "refused", "limited", "busy"],
            ),
            renewals: Counters::register(
                r,
                "renewals",
                "Renewals by outcome",
                "outcome",
                &["paid", "declined", "unknown", "held", "unreadable"],
            ),
            promotion_codes_refused: counter(r, "promotion_codes_refused", "Refused promotion codes"),
            payments_limited: Counters::register(
                r,
                "payments_limited",
                "Payments and cards refused after too many declines or cards, by reason",
                "reason",
                &["declines", "cards"],
            ),
            csp_violations: Counters::register(
                r,
                "csp_violations",
                "Reported violations of the Content Security Policy of the page, by directive",
                "directive",
                &CSP_DIRECTIVES,
            ),
            background_tasks: Gauges::register(
                r,
                "background_tasks_running",
                "1 while the background task is running, else 0",
                "task",
                &[],
            ),
            quotes_sealed: counter(r, "quotes_sealed", "Sealed quotes"),
            database_available: gauge(
                r,
                "database_available",
                "1 if the database answered this scrape, else 0",
            ),
            upgrade_attempts_open: Gauges::register(
                r,
                "upgrade_attempts_open",
                "Attempts that have not ended, by state",
                "state",
                &["started", "charging", "requires_action", "unknown"],
            ),
            upgrade_attempts_held: gauge(
                r,
                "upgrade_attempts_held",
                "Attempts that a person must decide about",
            ),
            renewals_held: gauge(r, "renewals_held", "Renewals that a person must decide about"),
            gateway_circuit_open: gauge(
                r,
                "gateway_circuit_open",
                "1 while calls of the gateway are refused because it is down, else 0",
            ),
            subscriptions: Gauges::register(
                r,
                "subscriptions",
                "Subscriptions by status",
                "status",
                &["active", "canceled", "past_due", "ended"],
            ),
            outbox_unsent: gauge(r, "outbox_unsent", "Outbox messages that are not sent yet"),
            audit_sequence: gauge(r, "audit_sequence", "The newest row of the audit trail"),
            audit_intact: gauge(
                r,
                "audit_intact",
                "1 if the last check found the audit trail intact, else 0",
            ),
            registry,
        }
    }
}

impl Metrics {
    /// Counts a request and its duration. `route` is the router's pattern, never the path of the request.
    pub fn request(&self, method: &Method, route: &str, status: u16, duration: Duration) {
        self.requests.observe(method, route, status, duration);
    }

    /// All metrics in the text format. The content type is [`CONTENT_TYPE`](super::CONTENT_TYPE).
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// The log lines that could not be written. The log counts them itself, because it exists before the metrics.
#[derive(Debug)]
struct LostLogLines;

impl Collector for LostLogLines {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> std::fmt::Result {
        let counter = ConstCounter::new(process::logging::lost_lines());
        let help = "Log lines that could not be written";
        counter.encode(encoder.encode_descriptor("log_lines_lost", help, None, counter.metric_type())?)
    }
}

fn counter(registry: &mut Registry, name: &'static str, help: &'static str) -> Counter {
    let counter = Counter::default();
    registry.register(name, help, Counter::clone(&counter));
    counter
}

fn gauge(registry: &mut Registry, name: &'static str, help: &'static str) -> Gauge {
    let gauge = Gauge::default();
    registry.register(name, help, Gauge::clone(&gauge));
    gauge
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_line(text: &str, line: &str) {
        assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
    }

    #[test]
    fn durations_are_cumulative_per_route() {
        let metrics = Metrics::default();
        metrics.request(&Method::GET, "/api/v1/users/me", 200, Duration::from_millis(3));
        metrics.request(&Method::GET, "/api/v1/users/me", 200, Duration::from_millis(300));
        metrics.request(&Method::POST, "/api/v1/session", 204, Duration::from_secs(2));

        let text = metrics.encode();

        has_line(&text, "http_requests_total{method=\"GET\",route=\"/api/v1/users/me\",status=\"200\"} 2");
        let bucket = |method: &str, route: &str, bound: &str, count: u32| {
            let labels = format!("method=\"{method}\",route=\"{route}\",le=\"{bound}\"");
            has_line(&text, &format!("http_request_duration_seconds_bucket{{{labels}}} {count}"));
        };
        bucket("GET", "/api/v1/users/me", "0.25", 1);
        bucket("GET", "/api/v1/users/me", "0.5", 2);
        bucket("POST", "/api/v1/session", "1", 0);
        bucket("POST", "/api/v1/session", "2.5", 1);
    }

    #[test]
    fn gauges_of_absent_values_return_to_zero() {
        let metrics = Metrics::default();
        metrics.upgrade_attempts_open.set_all([("unknown", 2), ("charging", 1)]);
        metrics.upgrade_attempts_open.set_all([("charging", 3)]);

        let text = metrics.encode();

        has_line(&text, "upgrade_attempts_open{state=\"unknown\"} 0");
        has_line(&text, "upgrade_attempts_open{state=\"charging\"} 3");
        assert_eq!(text.matches("# TYPE upgrade_attempts_open gauge").count(), 1);
    }

    #[test]
    fn outcome_counters_start_at_zero() {
        let metrics = Metrics::default();
        metrics.sign_ins.inc("accepted");

        let text = metrics.encode();

        has_line(&text, "sign_ins_total{outcome=\"accepted\"} 1");
        has_line(&text, "sign_ins_total{outcome=\"limited\"} 0");
        has_line(&text, "log_lines_lost_total 0");
        assert_eq!(metrics.sign_ins.get("accepted"), 1);
    }
}
