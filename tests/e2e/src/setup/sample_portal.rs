use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::{backend::Backend, environment::Environment, portal};
use crate::{Step, browser::until};

/// The sample portal of `cargo xtask serve` as a process.
pub struct SamplePortal {
    process: Child,
    _declarations: TempDir,
}

impl SamplePortal {
    /// Returns an origin with a free port.
    pub fn free_origin() -> Step<String> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Ok(format!("http://localhost:{port}"))
    }

    /// Declares the portal to the backend, starts it and waits until it responds.
    pub async fn start(
        environment: &Environment,
        backend: &Backend,
        origin: &str,
        base_path: &str,
    ) -> Step<Self> {
        let declarations = portal::declare(environment, backend, origin)?;
        let port = origin.rsplit(':').next().unwrap_or_default();
        let process = Command::new(&environment.portal)
            .env("PORTAL_ORIGIN", origin)
            .env("PORTAL_LISTEN", format!("127.0.0.1:{port}"))
            .env("BILLING_URL", format!("{}{base_path}/", backend.origin()))
            .env("BILLING_CLIENT_SECRET_FILE", declarations.path().join(portal::SECRET_FILE))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let portal = Self { process, _declarations: declarations };
        let url = format!("{origin}/sign-in");
        until("the sample portal to respond", async || Ok(reqwest::get(&url).await.is_ok().then_some(())))
            .await?;
        Ok(portal)
    }
}

impl Drop for SamplePortal {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
