//! One report of Lighthouse, read.

use std::collections::BTreeMap;

use serde_json::Value;

use super::figures::Figure;
use crate::failure::{Failure, Outcome};

/// What one run measured.
pub type Sample = BTreeMap<Figure, f64>;

/// Reads the figures of a report on the page at `path`, which includes its query.
///
/// # Errors
/// When Lighthouse could not measure, measured another page, or left a figure out.
pub fn read(report: &Value, path: &str) -> Outcome<Sample> {
    if let Some(trouble) = report.pointer("/runtimeError/message").and_then(Value::as_str) {
        return Err(Failure::new(format!("Lighthouse could not measure {path}: {trouble}")));
    }
    // Somebody whose session is gone is led to sign-in, and a fast sign-in page says nothing about this one.
    let shown = report.pointer("/finalDisplayedUrl").and_then(Value::as_str).unwrap_or_default();
    if !shown.ends_with(path) {
        return Err(Failure::new(format!("Lighthouse was asked for {path} and measured {shown}")));
    }
    Figure::ALL
        .into_iter()
        .map(|figure| {
            let value = value(report, figure);
            let value = value.ok_or_else(|| {
                Failure::new(format!("Lighthouse's report on {path} has no {}", figure.name()))
            })?;
            Ok((figure, value))
        })
        .collect()
}

fn value(report: &Value, figure: Figure) -> Option<f64> {
    // A score is a share of 1 with two decimals; times a hundred it is a whole number but for the last bit.
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
    fn scores_are_points_and_measures_are_as_they_stand() {
        let sample = read(&report(), "/sign-in").unwrap();

        assert_eq!(sample[&Figure::Performance], 99.0);
        assert_eq!(sample[&Figure::BestPractices], 96.0);
        assert_eq!(sample[&Figure::LargestContentfulPaint], 1_117.489);
        assert_eq!(sample[&Figure::CumulativeLayoutShift], 0.0031);
    }

    #[test]
    fn a_report_on_another_page_is_no_answer() {
        let failure = read(&report(), "/organizations/101?add=3").unwrap_err().to_string();

        assert!(failure.contains("measured http://127.0.0.1:4000/sign-in"), "{failure}");
    }

    #[test]
    fn a_run_that_failed_is_told_in_lighthouses_words() {
        let mut report = report();
        report["runtimeError"] =
            json!({ "code": "NO_FCP", "message": "The page did not paint any content." });

        let failure = read(&report, "/sign-in").unwrap_err().to_string();

        assert!(failure.contains("did not paint any content"), "{failure}");
    }

    #[test]
    fn a_figure_that_could_not_be_measured_is_not_zero() {
        let mut report = report();
        report["categories"]["performance"]["score"] = json!(null);

        let failure = read(&report, "/sign-in").unwrap_err().to_string();

        assert!(failure.ends_with("has no performance"), "{failure}");
    }
}
