use serde::{Deserialize, Serialize};

use crate::{BasisPoints, Cycle, Instant, QuoteError, wire::nullable};

/// A promotion code in its stored form: 3 to 32 characters of `A-Z`, `0-9`, `_` and `-`.
///
/// ```
/// use billing::PromotionCode;
///
/// assert_eq!(PromotionCode::parse(" save10 ").expect("a code").as_str(), "SAVE10");
/// assert_eq!(PromotionCode::parse("no spaces"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PromotionCode(String);

impl PromotionCode {
    /// Parses user input: removes leading and trailing ASCII white space and converts `a-z` to upper case. Returns
    /// `None` if the result is not a valid code.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let code = typed.trim_matches(|c: char| c.is_ascii_whitespace()).to_ascii_uppercase();
        Self::is_stored_form(&code).then_some(Self(code))
    }

    /// Returns the stored form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_stored_form(code: &str) -> bool {
        (3..=32).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
    }
}

/// How a code reduces the charge.
///
/// ```
/// use billing::PromotionKind;
///
/// assert_eq!(PromotionKind::parse("percent"), Some(PromotionKind::Percent));
/// assert_eq!(PromotionKind::Fixed.as_str(), "fixed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromotionKind {
    /// A percentage of the charge.
    Percent,
    /// A fixed amount, limited to the charge. The rest is not credited.
    Fixed,
}

impl PromotionKind {
    /// Returns the value used in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fixed => "fixed",
        }
    }

    /// Parses the value used in JSON.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Percent, Self::Fixed].into_iter().find(|kind| kind.as_str() == value)
    }
}

/// The terms of a promotion code.
///
/// The backend sends the counters to the browser as 0 and the limit as `None`, because only the backend counts
/// redemptions.
///
/// ```
/// # let input: billing::QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
/// use billing::{Cycle, Promotion, QuoteError, Target, quote};
///
/// let half: Promotion = serde_json::from_str(
///     r#"{"code": "HALF", "kind": "percent", "percentBp": 5000, "amountMinor": 0, "currency": "", "cycles": ["annual"],
///         "minSessions": 0, "renewals": 0, "validFrom": null, "expiresAt": null, "maxRedemptions": null, "redeemed": 0,
///         "maxPerAccount": 1, "accountRedeemed": 0}"#,
/// )?;
/// let order = |cycle| quote(&input.snapshot, Target { sessions: 8, cycle }, Some(&half));
/// assert_eq!(order(Cycle::Annual)?.discount_minor, 624_000);
/// assert_eq!(order(Cycle::Monthly), Err(QuoteError::PromoCycleMismatch));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Promotion {
    /// The code in its stored form.
    pub code: String,
    /// Which of `percent_bp` and `amount_minor` applies.
    pub kind: PromotionKind,
    /// Basis points off the charge, 1..=10000, for a percent code.
    pub percent_bp: i64,
    /// Minor units off the charge, for a fixed code.
    pub amount_minor: i64,
    /// The currency of a fixed code.
    pub currency: String,
    /// Billing cycles to which the code applies.
    pub cycles: Vec<Cycle>,
    /// Minimum total sessions after the upgrade.
    pub min_sessions: i64,
    /// Number of renewals that a percent code also discounts; 0 discounts only this charge.
    pub renewals: i64,
    /// First instant of validity.
    #[serde(deserialize_with = "nullable")]
    pub valid_from: Option<Instant>,
    /// First instant after validity.
    #[serde(deserialize_with = "nullable")]
    pub expires_at: Option<Instant>,
    /// Maximum redemptions by all organizations; `None` for no limit.
    #[serde(deserialize_with = "nullable")]
    pub max_redemptions: Option<i64>,
    /// Redemptions so far, including reservations.
    pub redeemed: i64,
    /// Maximum redemptions per organization.
    pub max_per_account: i64,
    /// Redemptions by this organization so far.
    pub account_redeemed: i64,
    /// Whether an operator disabled the code. A disabled code is reported as unknown.
    #[serde(default)]
    pub disabled: bool,
}

impl Promotion {
    /// Returns whether every field is valid, independent of the target.
    pub(crate) fn is_well_formed(&self) -> bool {
        let value_is_valid = match self.kind {
            PromotionKind::Percent => (1..=10_000).contains(&self.percent_bp),
            PromotionKind::Fixed => self.amount_minor > 0,
        };
        let bounds = [self.valid_from, self.expires_at];
        value_is_valid
            && (0..=36).contains(&self.renewals)
            && bounds.into_iter().flatten().all(Instant::is_input)
            && PromotionCode::is_stored_form(&self.code)
    }

    /// Checks whether the code applies to a target at an instant.
    ///
    /// # Errors
    /// Returns the first promotion error that applies, in the order of [`QuoteError`].
    ///
    /// ```
    /// # use billing::Promotion;
    /// # let leap: Promotion = serde_json::from_str(
    /// #     r#"{"code": "LEAP15", "kind": "percent", "percentBp": 1500, "amountMinor": 0, "currency": "", "cycles": ["annual"],
    /// #         "minSessions": 0, "renewals": 2, "validFrom": null, "expiresAt": null, "maxRedemptions": 9, "redeemed": 4,
    /// #         "maxPerAccount": 1, "accountRedeemed": 0}"#,
    /// # )?;
    /// use billing::{Cycle, Instant, QuoteError};
    ///
    /// // LEAP15 is for annual only.
    /// let noon = Instant::parse("2026-03-16T12:00:00Z").expect("an instant");
    /// assert_eq!(leap.check("USD", Cycle::Annual, 8, noon), Ok(()));
    /// assert_eq!(leap.check("USD", Cycle::Monthly, 8, noon), Err(QuoteError::PromoCycleMismatch));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn check(
        &self,
        currency: &str,
        cycle: Cycle,
        sessions: i64,
        as_of: Instant,
    ) -> Result<(), QuoteError> {
        let refusals = [
            (self.disabled, QuoteError::PromoUnknown),
            (self.valid_from.is_some_and(|from| as_of < from), QuoteError::PromoNotStarted),
            (self.expires_at.is_some_and(|end| as_of >= end), QuoteError::PromoExpired),
            (
                self.kind == PromotionKind::Fixed && self.currency != currency,
                QuoteError::PromoCurrencyMismatch,
            ),
            (!self.cycles.contains(&cycle), QuoteError::PromoCycleMismatch),
            (sessions < self.min_sessions, QuoteError::PromoMinSessions),
            (self.max_redemptions.is_some_and(|max| self.redeemed >= max), QuoteError::PromoExhausted),
            (self.account_redeemed >= self.max_per_account, QuoteError::PromoAlreadyUsed),
        ];
        refusals.into_iter().find(|(refused, _)| *refused).map_or(Ok(()), |(_, error)| Err(error))
    }

    /// Returns the discount on a charge, from 0 to the charge.
    pub(crate) fn discount(&self, charge_minor: i64) -> Option<i64> {
        match self.kind {
            PromotionKind::Percent => BasisPoints::new(self.percent_bp)?.of(charge_minor),
            PromotionKind::Fixed => Some(self.amount_minor.min(charge_minor)),
        }
    }

    /// Returns the discount for the next renewals, or `None` if the code discounts only this charge.
    ///
    /// ```
    /// # use billing::Promotion;
    /// # let leap: Promotion = serde_json::from_str(
    /// #     r#"{"code": "LEAP15", "kind": "percent", "percentBp": 1500, "amountMinor": 0, "currency": "", "cycles": ["annual"],
    /// #         "minSessions": 0, "renewals": 2, "validFrom": null, "expiresAt": null, "maxRedemptions": 9, "redeemed": 4,
    /// #         "maxPerAccount": 1, "accountRedeemed": 0}"#,
    /// # )?;
    /// use billing::RenewalDiscount;
    ///
    /// // The next two renewals are also discounted by 15 %.
    /// assert_eq!(leap.renewal_discount(), Some(RenewalDiscount { percent_bp: 1_500, left: 2 }));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn renewal_discount(&self) -> Option<crate::RenewalDiscount> {
        (self.kind == PromotionKind::Percent && self.renewals > 0)
            .then_some(crate::RenewalDiscount { percent_bp: self.percent_bp, left: self.renewals })
    }

    /// Returns the terms without counters, for responses to the browser and for sealed quotes.
    ///
    /// ```
    /// # use billing::Promotion;
    /// # let leap: Promotion = serde_json::from_str(
    /// #     r#"{"code": "LEAP15", "kind": "percent", "percentBp": 1500, "amountMinor": 0, "currency": "", "cycles": ["annual"],
    /// #         "minSessions": 0, "renewals": 2, "validFrom": null, "expiresAt": null, "maxRedemptions": 9, "redeemed": 4,
    /// #         "maxPerAccount": 1, "accountRedeemed": 0}"#,
    /// # )?;
    /// let sent = leap.without_counters();
    /// assert_eq!((sent.max_redemptions, sent.redeemed), (None, 0));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn without_counters(&self) -> Self {
        Self { max_redemptions: None, redeemed: 0, account_redeemed: 0, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_codes_are_trimmed_and_upper_cased() {
        let stored = |typed: &str| PromotionCode::parse(typed).map(|code| code.as_str().to_owned());
        assert_eq!(stored("\t leap-15_x\n").as_deref(), Some("LEAP-15_X"));
        for typed in ["", "ab", "a b c", "CODE\u{a0}", "caf\u{e9}", &"A".repeat(33)] {
            assert_eq!(stored(typed), None, "{typed}");
        }
        assert!(stored(&"A".repeat(32)).is_some());
    }

    #[test]
    fn terms_without_counters_hide_redemptions() {
        let counted = Promotion {
            code: "LAST1".to_owned(),
            kind: PromotionKind::Percent,
            percent_bp: 1_000,
            amount_minor: 0,
            currency: "USD".to_owned(),
            cycles: vec![Cycle::Annual],
            min_sessions: 3,
            renewals: 2,
            valid_from: None,
            expires_at: None,
            max_redemptions: Some(7),
            redeemed: 6,
            max_per_account: 4,
            account_redeemed: 3,
            disabled: false,
        };
        let sent = counted.without_counters();
        assert_eq!((sent.max_redemptions, sent.redeemed, sent.account_redeemed), (None, 0, 0));
        assert_eq!((sent.max_per_account, sent.min_sessions, sent.renewals), (4, 3, 2));
    }
}
