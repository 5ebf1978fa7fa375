use billing::{Renewal, RenewalBooking, SubscriptionTerms};
use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::store::StoreError;
use crate::store::subscriptions::SubscriptionRow;

/// The current format version of bookings. Rows without a version have format 0.
const FORMAT: u32 = 1;

/// The changes that a renewal makes, stored until it is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Booking {
    /// The format version. The first release did not write one.
    #[serde(default)]
    pub format: u32,
    /// The price.
    pub renewal: Renewal,
    /// The subscription in its next period.
    pub subscription: SubscriptionTerms,
    /// The account balance before the renewal.
    pub balance_before_minor: i64,
    /// The account balance after the renewal.
    pub balance_after_minor: i64,
}

impl Booking {
    /// Computes the renewal that is due at the end of the period.
    ///
    /// # Errors
    /// An internal error when the engine refuses the stored subscription.
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

    /// Serializes the booking for storage.
    pub fn to_text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(|error| Refusal::internal(&error))
    }

    /// Parses a booking of any released format.
    ///
    /// # Errors
    /// When the format is newer than this release's, or the text is damaged.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let booking: Self = serde_json::from_str(text).map_err(|_| StoreError::Unreadable("booking"))?;
        if booking.format > FORMAT {
            return Err(StoreError::Unreadable("booking"));
        }
        Ok(booking)
    }
}
