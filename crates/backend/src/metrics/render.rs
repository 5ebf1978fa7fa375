use std::fmt::Write as _;

use super::Metrics;
use super::counters::{BUCKETS, Counters};

/// A value that is true now, read from the database or the gateway when it is asked for.
#[derive(Clone, Debug)]
pub struct Gauge {
    /// The metric's name.
    pub name: &'static str,
    /// What it tells.
    pub help: &'static str,
    /// Label pairs, already in Prometheus' form, such as `state="unknown"`.
    pub labels: String,
    /// The value.
    pub value: i64,
}

/// Everything in Prometheus' text form.
#[must_use]
pub fn render(metrics: &Metrics, gauges: &[Gauge]) -> String {
    let counters = metrics.counters().clone();
    let mut text = String::new();
    requests(&mut text, &counters);
    outcomes(&mut text, "sign_ins_total", "Sign-ins by outcome.", counters.sign_ins.iter());
    outcomes(&mut text, "renewals_total", "Renewals by outcome.", counters.renewals.iter());
    counter(
        &mut text,
        "promotion_codes_refused_total",
        "Refused promotion codes.",
        counters.promotions_refused,
    );
    counter(&mut text, "quotes_sealed_total", "Sealed quotes.", counters.quotes_sealed);
    let mut last = "";
    for gauge in gauges {
        if gauge.name != last {
            head(&mut text, gauge.name, gauge.help, "gauge");
            last = gauge.name;
        }
        line(&mut text, gauge.name, &gauge.labels, gauge.value);
    }
    text
}

fn requests(text: &mut String, counters: &Counters) {
    head(text, "http_requests_total", "Answered requests.", "counter");
    for ((method, route, status), count) in &counters.requests {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        line(text, "http_requests_total", &labels, count);
    }
    head(text, "http_request_duration_seconds", "Time to the answer's first byte.", "histogram");
    let mut so_far = 0;
    for ((_, bound), count) in BUCKETS.iter().zip(counters.durations) {
        so_far += count;
        line(text, "http_request_duration_seconds_bucket", &format!("le=\"{bound}\""), so_far);
    }
    let total = counters.duration_count;
    line(text, "http_request_duration_seconds_bucket", "le=\"+Inf\"", total);
    let (seconds, millis) = (counters.duration_millis / 1_000, counters.duration_millis % 1_000);
    line(text, "http_request_duration_seconds_sum", "", format!("{seconds}.{millis:03}"));
    line(text, "http_request_duration_seconds_count", "", total);
}

fn outcomes<'a>(
    text: &mut String,
    name: &str,
    help: &str,
    counts: impl Iterator<Item = (&'a &'static str, &'a u64)>,
) {
    head(text, name, help, "counter");
    for (outcome, count) in counts {
        line(text, name, &format!("outcome=\"{outcome}\""), count);
    }
}

fn counter(text: &mut String, name: &str, help: &str, value: u64) {
    head(text, name, help, "counter");
    line(text, name, "", value);
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    let _ = if labels.is_empty() {
        writeln!(text, "{name} {value}")
    } else {
        writeln!(text, "{name}{{{labels}}} {value}")
    };
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn buckets_are_cumulative_and_gauges_share_a_head() {
        let metrics = Metrics::default();
        metrics.request("GET", "/api/v1/users/me", 200, Duration::from_millis(3));
        metrics.request("GET", "/api/v1/users/me", 200, Duration::from_millis(300));
        let gauge = |state: &str, value| Gauge {
            name: "open_attempts",
            help: "Attempts that have not ended.",
            labels: format!("state=\"{state}\""),
            value,
        };

        let text = render(&metrics, &[gauge("charging", 1), gauge("unknown", 2)]);

        for line in [
            "http_requests_total{method=\"GET\",route=\"/api/v1/users/me\",status=\"200\"} 2",
            "http_request_duration_seconds_bucket{le=\"0.25\"} 1",
            "http_request_duration_seconds_bucket{le=\"1\"} 2",
            "http_request_duration_seconds_sum 0.303",
            "open_attempts{state=\"unknown\"} 2",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        }
        assert_eq!(text.matches("# TYPE open_attempts").count(), 1);
    }
}
