//! The limits for the figures of a page.

use super::figures::Figure;

/// The limit of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    AtLeast(f64),
    AtMost(f64),
}

impl Limit {
    /// Returns whether a value is within the limit. NaN never is.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
        }
    }

    /// Formats the limit with the unit of the figure.
    pub fn written(self, figure: Figure) -> String {
        match self {
            Self::AtLeast(limit) => format!("at least {}", figure.written(limit)),
            Self::AtMost(limit) => format!("at most {}", figure.written(limit)),
        }
    }
}

/// Returns the limit of a figure, for a page whose largest contentful paint is limited to `largest_paint` milliseconds.
/// Returns `None` for informational figures.
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
    fn value_equal_to_the_limit_passes() {
        assert!(Limit::AtLeast(99.0).holds(99.0) && !Limit::AtLeast(99.0).holds(98.0));
        assert!(Limit::AtMost(0.01).holds(0.01) && !Limit::AtMost(0.01).holds(0.0101));
    }

    #[test]
    fn nan_never_passes() {
        assert!(!Limit::AtLeast(99.0).holds(f64::NAN) && !Limit::AtMost(50.0).holds(f64::NAN));
    }

    #[test]
    fn largest_paint_limit_depends_on_the_page() {
        assert_eq!(limit(Figure::LargestContentfulPaint, 1_200.0), Some(Limit::AtMost(1_200.0)));
        assert_eq!(limit(Figure::FirstContentfulPaint, 1_200.0), None);
    }
}
