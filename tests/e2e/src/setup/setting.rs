use crate::browser::Scheme;

/// What a journey finds.
pub struct Setting {
    /// Where the common clock of backend and sandbox starts.
    pub instant: &'static str,
    /// Seconds after which the backend no longer waits for the gateway. Cards that time out answer after twice as many.
    pub gateway_timeout: u32,
    /// Whether the browser reaches the backend over a cable that the journey may pull.
    pub proxy: bool,
    /// The ending of a file of the app that is served with one byte changed.
    pub altered: Option<&'static str>,
    /// The colours of the pages, which then hold still too; without, the browser is as it comes.
    pub scheme: Option<Scheme>,
}

impl Setting {
    /// The same, seen in these colours and without motion.
    pub fn with_scheme(self, scheme: Scheme) -> Self {
        Self { scheme: Some(scheme), ..self }
    }
}

/// 09:30 UTC on 16 March 2026, when Harbor QA has 16 of the month's 31 days left. A lost answer is waited for in seconds.
pub const MID_MARCH: Setting = Setting {
    instant: "2026-03-16T09:30:00Z",
    gateway_timeout: 1,
    proxy: false,
    altered: None,
    scheme: None,
};

/// The same with a network cable that can be pulled.
pub const BEHIND_PROXY: Setting = Setting { proxy: true, ..MID_MARCH };
