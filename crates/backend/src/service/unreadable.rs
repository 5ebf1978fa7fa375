//! Alarms about rows that cannot be read. Every reader of such a row raises the same alarm.

use contract::Receipt;

use crate::alarm::Alarm;
use crate::app::AppState;
use crate::store::cards::{self, CardRow};
use crate::store::receipts::Stored;
use crate::store::{Connection, StoreError, UnreadableRow};

/// Raises an alarm if an attempt could not be read because of its content.
pub fn alarm_attempt(state: &AppState, id: &str, error: &StoreError) {
    if error.is_unreadable() {
        state.alarms.raise(Alarm::UnreadableRow, &format!("upgrade_attempt {id}"), error);
    }
}

/// The receipt if it can be read. Raises an alarm otherwise.
pub fn readable_receipt(state: &AppState, stored: Stored) -> Option<Receipt> {
    readable_row(state, "receipt", stored)
}

/// The row of a table if it can be read. Raises an alarm otherwise.
pub fn readable_row<T>(state: &AppState, table: &str, row: Result<T, UnreadableRow>) -> Option<T> {
    let alarm = |UnreadableRow { id, error }: &UnreadableRow| {
        state.alarms.raise(Alarm::UnreadableRow, &format!("{table} {id}"), error);
    };
    row.inspect_err(alarm).ok()
}

/// What was read, or the default if its content cannot be read, which raises an alarm about `subject`. Other errors of the
/// database are returned.
pub fn or_default<T: Default>(
    state: &AppState,
    subject: &str,
    read: Result<T, StoreError>,
) -> Result<T, StoreError> {
    match read {
        Err(error) if error.is_unreadable() => {
            state.alarms.raise(Alarm::UnreadableRow, subject, &error);
            Ok(T::default())
        }
        read => read,
    }
}

/// The card on file of an organization. One that cannot be read cannot be charged, so it counts as none.
pub async fn card_on_file(
    state: &AppState,
    connection: &mut Connection,
    organization: i64,
) -> Result<Option<CardRow>, StoreError> {
    let card = cards::on_file(connection, organization).await;
    or_default(state, &subject_of_card(organization), card)
}

/// The subject of an alarm about a card of an organization.
pub fn subject_of_card(organization: i64) -> String {
    format!("payment_card of organization {organization}")
}
