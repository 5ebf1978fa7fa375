use billing::{Promotion, Quote, QuoteError, Snapshot, Target, quote};

/// The amount of what is entered, and what became of the promotion code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The quote shown.
    pub quote: Quote,
    /// Why the code is not in it, when there is one that does not fit what is entered.
    pub code_left_out: Option<QuoteError>,
}

/// Prices a target. A code that does not fit never blocks the rest: it is left out and the reason is said.
///
/// # Errors
/// As [`billing::quote`], without the errors of a promotion.
pub fn price(
    snapshot: &Snapshot,
    target: Target,
    promotion: Option<&Promotion>,
) -> Result<Priced, QuoteError> {
    match quote(snapshot, target, promotion) {
        Ok(quote) => Ok(Priced { quote, code_left_out: None }),
        Err(error) if error.concerns_promotion() => {
            quote(snapshot, target, None).map(|quote| Priced { quote, code_left_out: Some(error) })
        }
        Err(error) => Err(error),
    }
}
