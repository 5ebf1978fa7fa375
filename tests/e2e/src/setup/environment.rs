use std::path::PathBuf;

use crate::{
    Step,
    browser::{Browser, Engine, Scheme},
};

/// The environment variables that `cargo xtask test e2e` sets for the journeys.
pub struct Environment {
    /// The browser engine.
    pub engine: Engine,
    /// The addresses of the running WebDrivers, one for each parallel session.
    pub webdrivers: Vec<String>,
    /// The requested capabilities, as JSON.
    pub capabilities: String,
    /// The backend executable.
    pub backend: PathBuf,
    /// The executable of the sample portal.
    pub portal: PathBuf,
    /// The script of axe-core.
    pub axe: PathBuf,
    /// The script of IBM's accessibility checker.
    pub accessibility_checker: PathBuf,
    /// The built app.
    pub dist: PathBuf,
    /// The folder of the portal pages that contain the element.
    pub hosts: PathBuf,
    /// The folder for the screenshots and logs of failed journeys.
    pub evidence: PathBuf,
}

impl Environment {
    /// Reads the variables. The error names a missing one.
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
            portal: variable("E2E_PORTAL")?.into(),
            axe: variable("E2E_AXE")?.into(),
            accessibility_checker: variable("E2E_ACCESSIBILITY_CHECKER")?.into(),
            dist: variable("E2E_DIST")?.into(),
            hosts: variable("E2E_HOSTS")?.into(),
            evidence: variable("E2E_EVIDENCE")?.into(),
        })
    }

    /// Opens a browser for an origin. A scheme also sets reduced motion.
    pub async fn browser(&self, origin: &str, scheme: Option<Scheme>) -> Step<Browser> {
        Browser::open(self.engine, &self.webdrivers, &self.capabilities, origin, scheme).await
    }
}
