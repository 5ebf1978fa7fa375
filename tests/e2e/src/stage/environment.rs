use std::path::PathBuf;

use crate::Step;

/// What `cargo xtask test e2e` prepares for the journeys.
pub struct Environment {
    /// The address of the running chromedriver.
    pub webdriver: String,
    /// The capabilities a session asks for, as JSON.
    pub capabilities: String,
    /// The backend's program.
    pub backend: PathBuf,
    /// The script of axe-core.
    pub axe: PathBuf,
    /// The built app.
    pub dist: PathBuf,
    /// Where a failed journey leaves its screenshot and logs.
    pub evidence: PathBuf,
}

impl Environment {
    /// Reads the variables.
    ///
    /// # Errors
    /// When one is missing, as when the journeys are started without the command that prepares them.
    pub fn read() -> Step<Self> {
        let variable = |name: &str| {
            std::env::var(name)
                .map_err(|_| format!("{name} is not set; run the journeys with `cargo xtask test e2e`"))
        };
        Ok(Self {
            webdriver: variable("E2E_WEBDRIVER")?,
            capabilities: variable("E2E_CAPABILITIES")?,
            backend: variable("E2E_BACKEND")?.into(),
            axe: variable("E2E_AXE")?.into(),
            dist: variable("E2E_DIST")?.into(),
            evidence: variable("E2E_EVIDENCE")?.into(),
        })
    }
}
