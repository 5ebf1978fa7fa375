/// The severity of a notice. The text expresses it too, so that nothing depends on color alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information.
    Info,
    /// Success.
    Good,
    /// Requires attention.
    Warning,
    /// Failure.
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
    /// The severity.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// Whether money moved, and what to do.
    pub body: String,
    /// Whether a retry may help.
    pub retry: bool,
    /// Identifies the request in the service's log, for support.
    pub reference: Option<String>,
}
