//! Reads a Lighthouse report.

use std::collections::BTreeMap;

use serde_json::Value;

use super::figures::Figure;
use crate::failure::{Failure, Outcome};

/// The figures of one run.
pub type Sample = BTreeMap<Figure, f64>;

/// Reads the figures of a report for the page at `path`, which includes the query.
///
/// # Errors
/// Fails if Lighthouse reports an error, measured another page, or did not report a figure.
pub fn read(report: &Value, path: &str) -> Outcome<Sample> {
    if let Some(error) = report.pointer("/runtimeError/message").and_then(Value::as_str) {
        return Err(Failure::new(format!("Lighthouse could not measure {path}: {error}")));
    }
    // Without a valid session, the app redirects to the sign-in page, whose figures do not apply to this page.
    let shown = report.pointer("/finalDisplayedUrl").and_then(Value::as_str).unwrap_or_default();
    if !shown.ends_with(path) {
        return Err(Failure::new(format!("Lighthouse was started for {path} but measured {shown}")));
    }
    Figure::ALL
        .into_iter()
        .map(|figure| {
            let value = value(report, figure);
            let value = value.ok_or_else(|| {
                Failure::new(format!("the Lighthouse report for {path} has no {}", figure.name()))
            })?;
            Ok((figure, value))
        })
        .collect()
}

fn value(report: &Value, figure: Figure) -> Option<f64> {
    // A score is 0 to 1 with two decimals. Rounding removes the floating-point error of the multiplication.
    let points = |category: &str| {
        report
            .pointer(&format!("/categories/{category}/score"))?
            .as_f64()
            .map(|score| (score * 100.0).round())
    };
    let measured = |audit: &str| report.pointer(&format!("/audits/{audit}/numericValue"))?.as_f64();
    match figure {
        Figure::Performance => points("performance"),
        Figure::Accessibility => points("accessibility"),
        Figure::BestPractices => points("best-practices"),
        Figure::LargestContentfulPaint => measured("largest-contentful-paint"),
        Figure::TotalBlockingTime => measured("total-blocking-time"),
        Figure::CumulativeLayoutShift => measured("cumulative-layout-shift"),
        Figure::FirstContentfulPaint => measured("first-contentful-paint"),
        Figure::BenchmarkIndex => report.pointer("/environment/benchmarkIndex")?.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Figure, read};

    fn report() -> serde_json::Value {
        json!({
            "finalDisplayedUrl": "http://127.0.0.1:4000/sign-in",
            "environment": { "benchmarkIndex": 1_974.5 },
            "categories": {
                "performance": { "score": 0.99 },
                "accessibility": { "score": 1 },
                "best-practices": { "score": 0.96 },
            },
            "audits": {
                "largest-contentful-paint": { "numericValue": 1_117.489 },
                "total-blocking-time": { "numericValue": 12 },
                "cumulative-layout-shift": { "numericValue": 0.0031 },
                "first-contentful-paint": { "numericValue": 900.5 },
            },
        })
    }

    #[test]
    fn scores_are_scaled_and_other_figures_unchanged() {
        let sample = read(&report(), "/sign-in").unwrap();

        assert_eq!(sample[&Figure::Performance], 99.0);
        assert_eq!(sample[&Figure::BestPractices], 96.0);
        assert_eq!(sample[&Figure::LargestContentfulPaint], 1_117.489);
        assert_eq!(sample[&Figure::CumulativeLayoutShift], 0.0031);
    }

    #[test]
    fn report_of_another_page_is_an_error() {
        let failure = read(&report(), "/organizations/101?add=3").unwrap_err().to_string();

        assert!(failure.contains("measured http://127.0.0.1:4000/sign-in"), "{failure}");
    }

    #[test]
    fn failed_run_is_reported_with_lighthouses_message() {
        let mut report = report();
        report["runtimeError"] =
            json!({ "code": "NO_FCP", "message": "The page did not paint any content." });

        let failure = read(&report, "/sign-in").unwrap_err().to_string();

        assert!(failure.contains("did not paint any content"), "{failure}");
    }

    #[test]
    fn missing_figure_is_an_error() {
        let mut report = report();
        report["categories"]["performance"]["score"] = json!(null);

        let failure = read(&report, "/sign-in").unwrap_err().to_string();

        assert!(failure.ends_with("has no performance"), "{failure}");
    }
}
