use std::sync::{Arc, Mutex};
use std::time::Duration;

use billing::Instant;
use gateway::ApiSecret;
use http_server::Proxies;
use process::Clock;
use process::Shutdown;

use crate::origins::Origins;
use crate::processor::{Processor, ProcessorError};

/// The state that all handlers share.
#[derive(Clone)]
pub struct SharedState(pub Arc<SharedStateParts>);

/// The parts of a [`SharedState`].
pub struct SharedStateParts {
    pub processor: Mutex<Processor>,
    pub origins: Origins,
    pub clock: Arc<Clock>,
    pub secret: ApiSecret,
    pub proxies: Proxies,
    pub late_response: Duration,
    pub closing: Shutdown,
}

impl SharedState {
    /// Runs one action of the processor on a blocking thread, because it waits for the disk. The action completes even if
    /// the caller disconnects.
    pub async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Processor, Instant) -> Result<T, ProcessorError> + Send + 'static,
    ) -> Result<T, ProcessorError> {
        let parts = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            let mut processor = parts.processor.lock().map_err(|_| ProcessorError::LogUnavailable)?;
            act(&mut processor, parts.clock.now())
        });
        result.await.unwrap_or(Err(ProcessorError::LogUnavailable))
    }

    /// Waits for longer than the caller's timeout, without holding a lock. Returns `false` when the sandbox shuts down
    /// first.
    pub async fn delay_past_the_timeout(&self) -> bool {
        let closing = self.0.closing.clone();
        tokio::select! {
            () = tokio::time::sleep(self.0.late_response) => true,
            () = closing.requested() => false,
        }
    }
}
