use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// A shutdown request, which any number of tasks can wait for.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Requests shutdown on SIGINT or SIGTERM.
    ///
    /// # Errors
    /// When the signal handlers cannot be installed.
    pub fn on_signal() -> Result<Self, String> {
        let failed = |error| format!("the signal handlers cannot be installed: {error}");
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let (end, receiver) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tracing::info!("stopping: waiting for requests in progress");
            end.send_replace(true);
        });
        Ok(Self(receiver))
    }

    /// Requests shutdown when the sender sends `true` or is dropped.
    #[must_use]
    pub fn on_request() -> (watch::Sender<bool>, Self) {
        let (end, receiver) = watch::channel(false);
        (end, Self(receiver))
    }

    /// Waits for the shutdown request.
    pub async fn requested(mut self) {
        // An error means that the sender was dropped, which is a shutdown request too.
        let _ = self.0.wait_for(|end| *end).await;
    }
}
