use billing::Instant;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row, Sqlite, Type};

use super::StoreError;

/// Reads columns into the types of `billing` and `contract`, which know nothing of a database.
pub trait Columns {
    /// The column as a type the database knows.
    ///
    /// # Errors
    /// When it is absent or of another type.
    fn column<'r, T: Decode<'r, Sqlite> + Type<Sqlite>>(
        &'r self,
        name: &'static str,
    ) -> Result<T, StoreError>;

    /// A column of seconds since 1970.
    ///
    /// # Errors
    /// As [`column`](Self::column), or when it is no instant.
    fn instant(&self, name: &'static str) -> Result<Instant, StoreError> {
        Instant::from_epoch_seconds(self.column(name)?).ok_or(StoreError::Unreadable(name))
    }

    /// A column of seconds since 1970 that may be null.
    fn instant_or_null(&self, name: &'static str) -> Result<Option<Instant>, StoreError> {
        let seconds: Option<i64> = self.column(name)?;
        seconds
            .map(|seconds| Instant::from_epoch_seconds(seconds).ok_or(StoreError::Unreadable(name)))
            .transpose()
    }

    /// A column of one of the agreed words, read by its `parse`.
    ///
    /// # Errors
    /// As [`column`](Self::column), or when it is none of the words.
    fn word<T>(&self, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let word: String = self.column(name)?;
        parse(&word).ok_or(StoreError::Unreadable(name))
    }

    /// A column of one of the agreed words that may be null.
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
