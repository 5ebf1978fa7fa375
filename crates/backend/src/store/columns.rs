use billing::Instant;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use super::StoreError;

/// Reads columns into the types of `billing` and `contract`, which do not depend on a database.
pub trait Columns {
    /// Reads a column as a type that SQLite supports.
    ///
    /// # Errors
    /// If the column is absent or has another type.
    fn column<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
        &'r self,
        name: &'static str,
    ) -> Result<T, StoreError>;

    /// Reads a column of seconds since 1970.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if the value is not a valid instant.
    fn instant(&self, name: &'static str) -> Result<Instant, StoreError> {
        Instant::from_epoch_seconds(self.column(name)?).ok_or(StoreError::Unreadable(name))
    }

    /// Reads a nullable column of seconds since 1970.
    fn instant_or_null(&self, name: &'static str) -> Result<Option<Instant>, StoreError> {
        let seconds: Option<i64> = self.column(name)?;
        seconds
            .map(|seconds| Instant::from_epoch_seconds(seconds).ok_or(StoreError::Unreadable(name)))
            .transpose()
    }

    /// Reads a text column with `parse`.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if `parse` returns `None`.
    fn word<T>(&self, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let word: String = self.column(name)?;
        parse(&word).ok_or(StoreError::Unreadable(name))
    }

    /// Reads a nullable text column with `parse`.
    fn word_or_null<T>(
        &self,
        name: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        let word: Option<String> = self.column(name)?;
        word.map(|word| parse(&word).ok_or(StoreError::Unreadable(name))).transpose()
    }
}

impl Columns for SqliteRow {
    fn column<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
        &'r self,
        name: &'static str,
    ) -> Result<T, StoreError> {
        Ok(self.try_get(name)?)
    }
}
