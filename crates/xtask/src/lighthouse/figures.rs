/// A figure in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Score, 0 to 100.
    Performance,
    /// Score, 0 to 100.
    Accessibility,
    /// Score, 0 to 100.
    BestPractices,
    /// Time until the largest visible element is painted, in milliseconds.
    LargestContentfulPaint,
    /// Time during which long tasks (more than 50 ms) block input, in milliseconds.
    TotalBlockingTime,
    /// Sum of unexpected layout shifts, without a unit.
    CumulativeLayoutShift,
    /// Time until the first content is painted, in milliseconds.
    FirstContentfulPaint,
    /// Speed of this machine during the run. Times are unreliable if it varies or is far below 1500.
    BenchmarkIndex,
}

impl Figure {
    /// Every figure, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Performance,
        Self::Accessibility,
        Self::BestPractices,
        Self::LargestContentfulPaint,
        Self::TotalBlockingTime,
        Self::CumulativeLayoutShift,
        Self::FirstContentfulPaint,
        Self::BenchmarkIndex,
    ];

    /// Returns the name for the terminal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Performance => "performance",
            Self::Accessibility => "accessibility",
            Self::BestPractices => "best practices",
            Self::LargestContentfulPaint => "largest contentful paint",
            Self::TotalBlockingTime => "total blocking time",
            Self::CumulativeLayoutShift => "cumulative layout shift",
            Self::FirstContentfulPaint => "first contentful paint",
            Self::BenchmarkIndex => "speed of this machine",
        }
    }

    /// Formats a value with its unit.
    pub fn written(self, value: f64) -> String {
        match self {
            Self::Performance | Self::Accessibility | Self::BestPractices | Self::BenchmarkIndex => {
                format!("{value:.0}")
            }
            Self::LargestContentfulPaint | Self::TotalBlockingTime | Self::FirstContentfulPaint => {
                format!("{value:.0} ms")
            }
            Self::CumulativeLayoutShift => format!("{value:.3}"),
        }
    }
}

/// The distribution of a figure over several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub least: f64,
    /// The mean of the two middle values if the number of runs is even.
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// Computes the distribution. Returns `None` if there are no values.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let upper = *sorted.get(sorted.len() / 2)?;
        let lower = *sorted.get((sorted.len() - 1) / 2)?;
        Some(Self { least, median: f64::midpoint(lower, upper), most })
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, Spread};

    #[test]
    fn median_is_the_middle_value_in_any_order() {
        let spread = Spread::of([1_300.0, 900.0, 5_000.0, 1_000.0, 1_200.0]);

        assert_eq!(spread, Some(Spread { least: 900.0, median: 1_200.0, most: 5_000.0 }));
    }

    #[test]
    fn median_of_an_even_number_of_runs_is_a_mean() {
        assert_eq!(Spread::of([98.0, 100.0]).map(|spread| spread.median), Some(99.0));
    }

    #[test]
    fn no_runs_have_no_median() {
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn values_are_formatted_with_units() {
        assert_eq!(Figure::LargestContentfulPaint.written(1_234.56), "1235 ms");
        assert_eq!(Figure::CumulativeLayoutShift.written(0.0031), "0.003");
        assert_eq!(Figure::Performance.written(99.0), "99");
    }
}
