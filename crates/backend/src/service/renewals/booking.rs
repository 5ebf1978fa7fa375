use billing::{Renewal, RenewalBooking, SubscriptionTerms};
use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::store::StoreError;
use crate::store::subscriptions::SubscriptionRow;

/// The number of the form in which bookings are written now. Rows without a number have form 0.
const FORMAT: u32 = 1;

/// What a renewal changes, as it is kept until it is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Booking {
    /// The number of the form this booking is written in. The first release wrote none.
    #[serde(default)]
    pub format: u32,
    /// What it costs.
    pub renewal: Renewal,
    /// The subscription in its next period.
    pub subscription: SubscriptionTerms,
    /// The account balance before.
    pub balance_before_minor: i64,
    /// The account balance afterwards.
    pub balance_after_minor: i64,
}

impl Booking {
    /// Computes the renewal that is due at the end of the period.
    ///
    /// # Errors
    /// An internal error where the engine refuses what the database holds.
    pub fn of(row: &SubscriptionRow) -> Result<Self, Refusal> {
        let due_at = row.terms.period_end;
        let segment = format!("renewal-{}", due_at.epoch_seconds());
        let RenewalBooking { renewal, subscription, balance_after_minor } =
            billing::book_renewal(&row.snapshot(due_at), &segment)
                .map_err(|error| Refusal::internal(&format!("renewal of {}: {error}", row.id)))?;
        Ok(Self {
            format: FORMAT,
            renewal,
            subscription,
            balance_before_minor: row.balance_minor,
            balance_after_minor,
        })
    }

    /// As it is kept.
    ///
    /// # Errors
    /// An internal error where it cannot be written.
    pub fn to_text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(|error| Refusal::internal(&error))
    }

    /// Reads a booking of every form that was ever released.
    ///
    /// # Errors
    /// When the text has a newer form, or is damaged.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let booking: Self = serde_json::from_str(text).map_err(|_| StoreError::Unreadable("booking"))?;
        if booking.format > FORMAT {
            return Err(StoreError::Unreadable("booking"));
        }
        Ok(booking)
    }
}
