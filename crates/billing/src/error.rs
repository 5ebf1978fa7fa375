use std::fmt;

/// The reason why the engine cannot quote. The variants are in the order of the checks.
///
/// ```
/// use billing::QuoteError;
///
/// assert_eq!(QuoteError::NothingToUpgrade.code(), "nothing_to_upgrade");
/// assert_eq!(QuoteError::from_code("promo_expired").map(QuoteError::concerns_promotion), Some(true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteError {
    /// The input is malformed or contradicts itself.
    InvalidInput,
    /// The currency is not one of the supported ISO 4217 codes.
    UnknownCurrency,
    /// The target number of sessions is outside 1..=10,000.
    SessionsOutOfRange,
    /// A price per session is outside 0..=10^10 minor units.
    PriceOutOfRange,
    /// The instant is before the current period.
    AsOfBeforePeriod,
    /// The period has ended. Its renewal must be booked first.
    PeriodElapsed,
    /// An annual subscription cannot become monthly before the annual term ends.
    CycleDowngradeNotAllowed,
    /// The target has fewer sessions than the subscription.
    SessionsDecreaseNotAllowed,
    /// The target has the same sessions and billing cycle as the subscription.
    NothingToUpgrade,
    /// The period has more than 100 paid segments.
    TooManySegments,
    /// The code is unknown, disabled, or belongs to another organization. The error does not reveal which.
    PromoUnknown,
    /// The code is not valid yet.
    PromoNotStarted,
    /// The code is no longer valid.
    PromoExpired,
    /// The fixed amount of the code is in another currency.
    PromoCurrencyMismatch,
    /// The code does not apply to the target billing cycle.
    PromoCycleMismatch,
    /// The code requires more sessions.
    PromoMinSessions,
    /// The code has reached its limit of redemptions.
    PromoExhausted,
    /// The organization has reached its own limit of redemptions for the code.
    PromoAlreadyUsed,
    /// An amount exceeds 10^15 minor units.
    AmountOverflow,
}

impl QuoteError {
    /// Every error, in the order of the checks.
    ///
    /// ```
    /// use billing::QuoteError;
    ///
    /// assert_eq!(QuoteError::ALL.first(), Some(&QuoteError::InvalidInput));
    /// assert_eq!(QuoteError::ALL.last(), Some(&QuoteError::AmountOverflow));
    /// ```
    pub const ALL: [Self; 19] = [
        Self::InvalidInput,
        Self::UnknownCurrency,
        Self::SessionsOutOfRange,
        Self::PriceOutOfRange,
        Self::AsOfBeforePeriod,
        Self::PeriodElapsed,
        Self::CycleDowngradeNotAllowed,
        Self::SessionsDecreaseNotAllowed,
        Self::NothingToUpgrade,
        Self::TooManySegments,
        Self::PromoUnknown,
        Self::PromoNotStarted,
        Self::PromoExpired,
        Self::PromoCurrencyMismatch,
        Self::PromoCycleMismatch,
        Self::PromoMinSessions,
        Self::PromoExhausted,
        Self::PromoAlreadyUsed,
        Self::AmountOverflow,
    ];

    /// Returns the stable machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::UnknownCurrency => "unknown_currency",
            Self::SessionsOutOfRange => "sessions_out_of_range",
            Self::PriceOutOfRange => "price_out_of_range",
            Self::AsOfBeforePeriod => "as_of_before_period",
            Self::PeriodElapsed => "period_elapsed",
            Self::CycleDowngradeNotAllowed => "cycle_downgrade_not_allowed",
            Self::SessionsDecreaseNotAllowed => "sessions_decrease_not_allowed",
            Self::NothingToUpgrade => "nothing_to_upgrade",
            Self::TooManySegments => "too_many_segments",
            Self::PromoUnknown => "promo_unknown",
            Self::PromoNotStarted => "promo_not_started",
            Self::PromoExpired => "promo_expired",
            Self::PromoCurrencyMismatch => "promo_currency_mismatch",
            Self::PromoCycleMismatch => "promo_cycle_mismatch",
            Self::PromoMinSessions => "promo_min_sessions",
            Self::PromoExhausted => "promo_exhausted",
            Self::PromoAlreadyUsed => "promo_already_used",
            Self::AmountOverflow => "amount_overflow",
        }
    }

    /// Returns the error with this code, or `None` if there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.code() == code)
    }

    /// Returns whether omitting the promotion code would avoid this error.
    #[must_use]
    pub const fn concerns_promotion(self) -> bool {
        matches!(
            self,
            Self::PromoUnknown
                | Self::PromoNotStarted
                | Self::PromoExpired
                | Self::PromoCurrencyMismatch
                | Self::PromoCycleMismatch
                | Self::PromoMinSessions
                | Self::PromoExhausted
                | Self::PromoAlreadyUsed
        )
    }
}

impl fmt::Display for QuoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for QuoteError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes in sections 4 and 6 of the specification, in the order of the checks.
    const CODES: [&str; 19] = [
        "invalid_input",
        "unknown_currency",
        "sessions_out_of_range",
        "price_out_of_range",
        "as_of_before_period",
        "period_elapsed",
        "cycle_downgrade_not_allowed",
        "sessions_decrease_not_allowed",
        "nothing_to_upgrade",
        "too_many_segments",
        "promo_unknown",
        "promo_not_started",
        "promo_expired",
        "promo_currency_mismatch",
        "promo_cycle_mismatch",
        "promo_min_sessions",
        "promo_exhausted",
        "promo_already_used",
        "amount_overflow",
    ];

    #[test]
    fn every_error_has_the_code_in_the_specification() {
        for (error, code) in QuoteError::ALL.into_iter().zip(CODES) {
            assert_eq!((error.code(), error.to_string().as_str()), (code, code));
            assert_eq!(QuoteError::from_code(code), Some(error));
        }
        assert_eq!(QuoteError::from_code("promo_unkown"), None);
    }

    #[test]
    fn promotion_errors_concern_the_promotion() {
        for error in QuoteError::ALL {
            assert_eq!(error.concerns_promotion(), error.code().starts_with("promo_"), "{error}");
        }
    }
}
