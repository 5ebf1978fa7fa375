/// What is read from a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Points of 100.
    Performance,
    /// Points of 100.
    Accessibility,
    /// Points of 100.
    BestPractices,
    /// When the largest part of what is first seen is painted, in milliseconds.
    LargestContentfulPaint,
    /// How long tasks of more than 50 ms keep the page from answering, in milliseconds.
    TotalBlockingTime,
    /// How much of the page jumps, how far: no unit.
    CumulativeLayoutShift,
    /// When anything is painted, in milliseconds.
    FirstContentfulPaint,
    /// How fast this machine was just then: times are worth little where it swings, or is far under 1500.
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

    /// Its name for the person at the terminal.
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

    /// A value of it, with its unit.
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

/// A figure over several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub least: f64,
    /// Of an even number of runs, the middle between the two in the middle.
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// Of the values of all runs; `None` of no run.
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
    fn the_median_is_the_value_in_the_middle_whatever_the_order() {
        let spread = Spread::of([1_300.0, 900.0, 5_000.0, 1_000.0, 1_200.0]);

        assert_eq!(spread, Some(Spread { least: 900.0, median: 1_200.0, most: 5_000.0 }));
    }

    #[test]
    fn an_even_number_of_runs_has_its_median_between_two() {
        assert_eq!(Spread::of([98.0, 100.0]).map(|spread| spread.median), Some(99.0));
    }

    #[test]
    fn no_run_has_no_median() {
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn values_are_written_with_their_units() {
        assert_eq!(Figure::LargestContentfulPaint.written(1_234.56), "1235 ms");
        assert_eq!(Figure::CumulativeLayoutShift.written(0.0031), "0.003");
        assert_eq!(Figure::Performance.written(99.0), "99");
    }
}
