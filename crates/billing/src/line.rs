use std::sync::Arc;

use crate::Instant;

/// One line of a quote, with the values that a reader needs to recompute its amount.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Line, Target, quote};
///
/// let quote = quote(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?;
/// let [Line::Charge { sessions, units, of, .. }] = quote.lines.as_slice() else { panic!("one charge") };
/// assert_eq!((*sessions, *units, *of), (3, 16, 31));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The charge for sessions in a part of a period.
    Charge {
        /// Sessions charged: the added sessions, or all sessions of a new annual period.
        sessions: i64,
        /// Price of one session for the whole period, in minor units.
        unit_price_minor: i64,
        /// Days or seconds charged.
        units: i64,
        /// Days or seconds in the whole period.
        of: i64,
        /// Start of the charged time.
        from: Instant,
        /// End of the charged time.
        to: Instant,
        /// The amount in minor units, never negative.
        amount_minor: i64,
    },
    /// The credit for the unused part of an earlier charge.
    Credit {
        /// Id of the segment with the earlier charge.
        segment: Arc<str>,
        /// Days or seconds unused.
        units: i64,
        /// Days or seconds that the earlier charge covers.
        of: i64,
        /// Start of the unused part.
        from: Instant,
        /// End of the unused part.
        to: Instant,
        /// The net amount in minor units, never positive.
        amount_minor: i64,
        /// The tax on that amount in minor units, never positive.
        tax_minor: i64,
    },
    /// The discount of the promotion code on the charge.
    Discount {
        /// The code in its stored form.
        code: String,
        /// The amount in minor units, never positive.
        amount_minor: i64,
    },
    /// Tax on the charge after the discount.
    Tax {
        /// The rate in basis points.
        rate_bp: i64,
        /// The taxed amount in minor units.
        base_minor: i64,
        /// The tax in minor units, never negative.
        amount_minor: i64,
    },
}

impl Line {
    /// Returns the signed amount, in minor units, that the line adds to the total. A credit includes its tax.
    ///
    /// ```
    /// use billing::Line;
    ///
    /// let discount = Line::Discount { code: "TAKE50".to_owned(), amount_minor: -503 };
    /// assert_eq!(discount.total_minor(), -503);
    /// ```
    #[must_use]
    pub const fn total_minor(&self) -> i64 {
        match self {
            Self::Credit { amount_minor, tax_minor, .. } => amount_minor.saturating_add(*tax_minor),
            Self::Charge { amount_minor, .. }
            | Self::Discount { amount_minor, .. }
            | Self::Tax { amount_minor, .. } => *amount_minor,
        }
    }
}
