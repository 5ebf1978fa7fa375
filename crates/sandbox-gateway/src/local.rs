use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::config::SandboxConfig;
use crate::error::SandboxError;
use crate::server::Sandbox;

/// A sandbox on free ports of this machine, for tests.
#[derive(Debug)]
pub struct LocalSandbox {
    /// The origin of the API and the hosted pages.
    pub origin: String,
    /// The origin of the control calls.
    pub control: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), SandboxError>>,
}

impl LocalSandbox {
    /// Opens the book and serves in a task of the current runtime.
    ///
    /// # Errors
    /// Those of [`Sandbox::open`], and when no port is free.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let sandbox = Sandbox::open(config)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let control = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let control_origin = format!("http://{}", control.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(sandbox.serve(listener, Some(control), async {
            let _ = stopped.await;
        }));
        Ok(Self { origin, control: control_origin, stop, served })
    }

    /// Finishes the calls in progress and closes the book.
    ///
    /// # Errors
    /// Those of [`Sandbox::serve`].
    pub async fn stop(self) -> Result<(), SandboxError> {
        let _ = self.stop.send(());
        self.served.await.unwrap_or(Ok(()))
    }
}
