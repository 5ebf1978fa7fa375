use crate::browser::Scheme;

/// The conditions of a journey.
pub struct Setting {
    /// The start of the shared clock of backend and sandbox.
    pub instant: &'static str,
    /// The gateway timeout of the backend, in seconds. Test cards that time out respond after twice as long.
    pub gateway_timeout: u32,
    /// The path that the app is served under, without its last slash.
    pub base_path: &'static str,
    /// Whether the browser connects through a proxy that can cut the network.
    pub proxy: bool,
    /// Whether the sample portal runs in front of the backend, which is then reached at its origin.
    pub sample_portal: bool,
    /// The extension of the app file that is served with one byte changed.
    pub altered: Option<&'static str>,
    /// The color scheme, which also sets reduced motion. `None` keeps the browser defaults.
    pub scheme: Option<Scheme>,
}

impl Setting {
    /// Returns the setting with a color scheme and reduced motion.
    pub fn with_scheme(self, scheme: Scheme) -> Self {
        Self { scheme: Some(scheme), ..self }
    }
}

/// 09:30 UTC on 16 March 2026, when Harbor QA has 16 of the month's 31 days left.
pub const MID_MARCH: Setting = Setting {
    instant: "2026-03-16T09:30:00Z",
    gateway_timeout: 1,
    base_path: "",
    proxy: false,
    sample_portal: false,
    altered: None,
    scheme: None,
};

/// [`MID_MARCH`] behind a proxy that can cut the network.
pub const BEHIND_PROXY: Setting = Setting { proxy: true, ..MID_MARCH };

/// [`BEHIND_PROXY`], with the app at a path of the proxy's origin. The proxy does not change any path.
pub const BELOW_A_PATH: Setting = Setting { base_path: "/a/b", ..BEHIND_PROXY };

/// [`MID_MARCH`] with the sample portal, below the path that `cargo xtask serve` uses.
pub const IN_SAMPLE_PORTAL: Setting =
    Setting { base_path: "/billing/testcloud", sample_portal: true, ..MID_MARCH };
