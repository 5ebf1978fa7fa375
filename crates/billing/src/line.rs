use std::sync::Arc;

use crate::Instant;

/// One line of a quote, with the ingredients of its amount, so that a reader can recompute it.
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
    /// Sessions at a price, for a share of a period.
    Charge {
        /// Sessions charged: the added ones, or all of them on a new annual period.
        sessions: i64,
        /// Price of one session for the whole period, in minor units.
        unit_price_minor: i64,
        /// Units paid for.
        units: i64,
        /// Units of the whole period.
        of: i64,
        /// Start of what is paid for.
        from: Instant,
        /// End of what is paid for.
        to: Instant,
        /// The amount, never negative.
        amount_minor: i64,
    },
    /// The unused part of an earlier charge, given back.
    Credit {
        /// The charge it comes from.
        segment: Arc<str>,
        /// Units unused.
        units: i64,
        /// Units that charge paid for.
        of: i64,
        /// Start of the unused part.
        from: Instant,
        /// End of the unused part.
        to: Instant,
        /// The net amount, never positive.
        amount_minor: i64,
        /// The tax paid with it, never positive.
        tax_minor: i64,
    },
    /// What the promotion code takes off the charge.
    Discount {
        /// The code in its stored form.
        code: String,
        /// The amount, never positive.
        amount_minor: i64,
    },
    /// Tax on the charge after the discount.
    Tax {
        /// The rate in basis points.
        rate_bp: i64,
        /// What is taxed.
        base_minor: i64,
        /// The amount, never negative.
        amount_minor: i64,
    },
}

impl Line {
    /// What the line adds to the total: its amount, with a credit's tax.
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
