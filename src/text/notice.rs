/// How a notice is meant; the words say it too, so colour is never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It worked.
    Good,
    /// Something wants attention.
    Warning,
    /// Something failed.
    Error,
}

impl Tone {
    /// The value of `data-tone`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What happened, whether money moved, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// Whether money moved and what to do.
    pub body: String,
    /// Whether trying again may help.
    pub retry: bool,
    /// Names the request in the service's log, for those who ask for help.
    pub reference: Option<String>,
}
