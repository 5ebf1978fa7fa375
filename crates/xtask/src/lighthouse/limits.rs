//! What every page is held against.

use super::figures::Figure;

/// How good a figure has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

impl Limit {
    /// Whether a value is good enough. A value that is no number never is.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
        }
    }

    /// The limit in words.
    pub fn written(self, figure: Figure) -> String {
        match self {
            Self::AtLeast(limit) => format!("at least {}", figure.written(limit)),
            Self::AtMost(limit) => format!("at most {}", figure.written(limit)),
        }
    }
}

/// The limit of a figure, on a page whose largest part may take `largest_paint` milliseconds; `None` for what is only
/// told.
pub const fn limit(figure: Figure, largest_paint: f64) -> Option<Limit> {
    Some(match figure {
        Figure::Performance => Limit::AtLeast(99.0),
        Figure::Accessibility | Figure::BestPractices => Limit::AtLeast(100.0),
        Figure::LargestContentfulPaint => Limit::AtMost(largest_paint),
        Figure::TotalBlockingTime => Limit::AtMost(50.0),
        Figure::CumulativeLayoutShift => Limit::AtMost(0.01),
        Figure::FirstContentfulPaint | Figure::BenchmarkIndex => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Figure, Limit, limit};

    #[test]
    fn the_limit_itself_is_good_enough() {
        assert!(Limit::AtLeast(99.0).holds(99.0) && !Limit::AtLeast(99.0).holds(98.0));
        assert!(Limit::AtMost(0.01).holds(0.01) && !Limit::AtMost(0.01).holds(0.0101));
    }

    #[test]
    fn what_is_no_number_is_never_good_enough() {
        assert!(!Limit::AtLeast(99.0).holds(f64::NAN) && !Limit::AtMost(50.0).holds(f64::NAN));
    }

    #[test]
    fn the_largest_paint_is_the_pages_own_and_the_first_one_is_only_told() {
        assert_eq!(limit(Figure::LargestContentfulPaint, 1_200.0), Some(Limit::AtMost(1_200.0)));
        assert_eq!(limit(Figure::FirstContentfulPaint, 1_200.0), None);
    }
}
