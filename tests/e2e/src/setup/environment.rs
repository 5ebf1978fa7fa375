use std::path::PathBuf;

use crate::{
    Step,
    browser::{Browser, Engine, Scheme},
};

/// What `cargo xtask test e2e` prepares for the journeys.
pub struct Environment {
    /// Whose engine draws the pages.
    pub engine: Engine,
    /// A running driver's address for each session that may be open at the same time.
    pub webdrivers: Vec<String>,
    /// The capabilities a session asks for, as JSON.
    pub capabilities: String,
    /// The backend's program.
    pub backend: PathBuf,
    /// The script of axe-core.
    pub axe: PathBuf,
    /// The script of IBM's accessibility checker.
    pub accessibility_checker: PathBuf,
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
            engine: Engine::named(&variable("E2E_ENGINE")?)?,
            webdrivers: variable("E2E_WEBDRIVERS")?.split(',').map(str::to_owned).collect(),
            capabilities: variable("E2E_CAPABILITIES")?,
            backend: variable("E2E_BACKEND")?.into(),
            axe: variable("E2E_AXE")?.into(),
            accessibility_checker: variable("E2E_ACCESSIBILITY_CHECKER")?.into(),
            dist: variable("E2E_DIST")?.into(),
            evidence: variable("E2E_EVIDENCE")?.into(),
        })
    }
    /// Opens a browser at an origin; with a scheme, in its colours and without motion.
    ///
    /// # Errors
    /// When no session starts.
    pub async fn browser(&self, origin: &str, scheme: Option<Scheme>) -> Step<Browser> {
        Browser::open(self.engine, &self.webdrivers, &self.capabilities, origin, scheme).await
    }
}
