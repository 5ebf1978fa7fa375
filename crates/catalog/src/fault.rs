use std::fmt;

/// What is wrong with a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as language and name.
    pub file: String,
    /// The message, where it is about one.
    pub message: Option<String>,
    /// What is wrong, in one sentence.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(message) = &self.message {
            write!(f, ", `{message}`")?;
        }
        write!(f, ": {}", self.what)
    }
}
