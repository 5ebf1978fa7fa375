//! Alarms about rows that cannot be read. Every reader of such a row raises the same alarm.

use contract::Receipt;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::receipts::Stored;
use crate::store::{StoreError, UnreadableRow};

/// Raises an alarm if an attempt could not be read because of its content.
pub fn alarm_attempt(state: &AppState, id: &str, error: &StoreError) {
    if error.is_unreadable() {
        state.alarms.raise(Alarm::UnreadableRow, &format!("upgrade_attempt {id}"), error);
    }
}

/// The receipt if it can be read. Raises an alarm otherwise.
pub fn readable_receipt(state: &AppState, stored: Stored) -> Option<Receipt> {
    let alarm = |UnreadableRow { id, error }: &UnreadableRow| {
        state.alarms.raise(Alarm::UnreadableRow, &format!("receipt {id}"), error);
    };
    stored.inspect_err(alarm).ok()
}
