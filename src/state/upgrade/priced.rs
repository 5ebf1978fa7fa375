use billing::{Promotion, Quote, QuoteError, Snapshot, Target, quote};

/// The price of the entered upgrade, and whether the promotion code is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The quote.
    pub quote: Quote,
    /// Why the code is not applied, if there is one that does not fit the entered upgrade.
    pub code_left_out: Option<QuoteError>,
}

/// Prices a target. A code that does not apply is left out and reported; it does not fail the quote.
///
/// # Errors
/// The errors of [`billing::quote`], except those about promotions.
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
