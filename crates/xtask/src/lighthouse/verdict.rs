use super::{
    figures::{Figure, Spread},
    limits::limit,
    pages::Page,
    report::Sample,
};

/// The result of all runs on a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// One table row for each figure.
    pub lines: Vec<String>,
    /// One message for each figure that misses its limit.
    pub misses: Vec<String>,
}

/// Returns the header of [`Verdict::lines`].
pub fn head() -> String {
    row(["page", "figure", "least", "median", "most", "limit"])
}

/// Compares the median of each figure with its limit.
pub fn verdict(page: &Page, samples: &[Sample]) -> Verdict {
    let mut verdict = Verdict::default();
    for figure in Figure::ALL {
        let values = samples.iter().filter_map(|sample| sample.get(&figure).copied());
        let Some(Spread { least, median, most }) = Spread::of(values) else { continue };
        let limit = limit(figure, page.largest_paint);
        let wanted = limit.map(|limit| limit.written(figure)).unwrap_or_default();
        let is_missed = limit.is_some_and(|limit| !limit.holds(median));
        let [least, median, most] = [least, median, most].map(|value| figure.written(value));
        if is_missed {
            verdict.misses.push(format!("{}: {} is {median}, {wanted}", page.name, figure.name()));
        }
        let wanted = if is_missed { format!("{wanted}  MISSED") } else { wanted };
        verdict.lines.push(row([page.name, figure.name(), &least, &median, &most, &wanted]));
    }
    verdict
}

fn row([page, figure, least, median, most, limit]: [&str; 6]) -> String {
    let row = format!("{page:<10} {figure:<25} {least:>8} {median:>8} {most:>8}   {limit}");
    row.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Page = Page { name: "sign-in", path: "/sign-in", signed_in: false, largest_paint: 1_200.0 };

    fn sample(performance: f64, largest_paint: f64) -> Sample {
        Sample::from([
            (Figure::Performance, performance),
            (Figure::Accessibility, 100.0),
            (Figure::BestPractices, 100.0),
            (Figure::LargestContentfulPaint, largest_paint),
            (Figure::TotalBlockingTime, 50.0),
            (Figure::CumulativeLayoutShift, 0.01),
            (Figure::FirstContentfulPaint, 5_000.0),
            (Figure::BenchmarkIndex, 100.0),
        ])
    }

    #[test]
    fn one_bad_run_of_three_does_not_miss_the_limit() {
        let runs = [sample(99.0, 1_200.0), sample(60.0, 4_000.0), sample(100.0, 900.0)];

        assert_eq!(verdict(&PAGE, &runs).misses, [""; 0]);
    }

    #[test]
    fn every_missed_limit_is_reported() {
        let runs = [sample(98.0, 1_201.0), sample(97.0, 1_300.0), sample(100.0, 900.0)];

        assert_eq!(
            verdict(&PAGE, &runs).misses,
            [
                "sign-in: performance is 98, at least 99",
                "sign-in: largest contentful paint is 1201 ms, at most 1200 ms"
            ]
        );
    }

    #[test]
    fn table_shows_the_spread_and_missed_limits() {
        let lines = verdict(&PAGE, &[sample(98.0, 900.0), sample(98.0, 1_100.0)]).lines;

        assert_eq!(
            lines[0],
            "sign-in    performance                     98       98       98   at least 99  MISSED"
        );
        assert_eq!(
            lines[3],
            "sign-in    largest contentful paint    900 ms  1000 ms  1100 ms   at most 1200 ms"
        );
        assert_eq!(lines.len(), Figure::ALL.len());
    }
}
