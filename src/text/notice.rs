/// The severity of a notice. The text expresses it too, so that nothing depends on color alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Information.
    Info,
    /// Success.
    Success,
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
            Self::Success => "good",
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

impl Notice {
    /// Creates a notice without Retry and without a reference.
    #[must_use]
    pub fn new(tone: Tone, title: &str, body: &str) -> Self {
        Self { tone, title: title.to_owned(), body: body.to_owned(), retry: false, reference: None }
    }

    /// A failure.
    #[must_use]
    pub fn error(title: &str, body: &str) -> Self {
        Self::new(Tone::Error, title, body)
    }

    /// A condition that requires attention.
    #[must_use]
    pub fn warning(title: &str, body: &str) -> Self {
        Self::new(Tone::Warning, title, body)
    }

    /// Information.
    #[must_use]
    pub fn info(title: &str, body: &str) -> Self {
        Self::new(Tone::Info, title, body)
    }

    /// A success.
    #[must_use]
    pub fn success(title: &str, body: &str) -> Self {
        Self::new(Tone::Success, title, body)
    }

    /// Sets whether Retry is offered.
    #[must_use]
    pub fn with_retry(self, retry: bool) -> Self {
        Self { retry, ..self }
    }
}
