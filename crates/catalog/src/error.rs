use std::fmt;

/// An error in a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogError {
    /// The file, for example `ja/page.ftl`.
    pub file: String,
    /// The id of the message, if the error concerns a single message.
    pub message: Option<String>,
    /// A description of the error.
    pub what: String,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(message) = &self.message {
            write!(f, ", `{message}`")?;
        }
        write!(f, ": {}", self.what)
    }
}
