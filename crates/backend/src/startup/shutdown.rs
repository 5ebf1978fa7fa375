use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// The request to stop, which any number of tasks can wait for.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Ends on Ctrl-C or a request of the system.
    ///
    /// # Errors
    /// When signals cannot be listened for.
    pub fn on_signal() -> Result<Self, String> {
        let cannot = |error| format!("signals cannot be listened for: {error}");
        let mut interrupted = signal(SignalKind::interrupt()).map_err(cannot)?;
        let mut terminated = signal(SignalKind::terminate()).map_err(cannot)?;
        let (end, receiver) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
            tracing::info!("stopping: finishing what is under way");
            end.send_replace(true);
        });
        Ok(Self(receiver))
    }

    /// Ends when the sender says so, or is gone.
    #[must_use]
    pub fn on_word() -> (watch::Sender<bool>, Self) {
        let (end, receiver) = watch::channel(false);
        (end, Self(receiver))
    }

    /// Waits for the end.
    pub async fn requested(mut self) {
        // An error means that nobody can ask any more, which is an end too.
        let _ = self.0.wait_for(|end| *end).await;
    }
}
