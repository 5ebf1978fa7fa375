use std::sync::{Arc, Mutex};
use std::time::Duration;

use billing::Instant;
use gateway::ApiSecret;
use http_server::Proxies;
use process::Clock;
use process::Shutdown;

use crate::origins::Origins;
use crate::teller::{Refusal, Teller};

/// The state that all handlers share.
#[derive(Clone)]
pub struct Desk(pub Arc<DeskParts>);

/// The parts of a [`Desk`].
pub struct DeskParts {
    pub teller: Mutex<Teller>,
    pub origins: Origins,
    pub clock: Arc<Clock>,
    pub secret: ApiSecret,
    pub proxies: Proxies,
    pub late_answer: Duration,
    pub closing: Shutdown,
}

impl Desk {
    /// Runs one action of the teller on a blocking thread, because it waits for the disk. The action completes even if
    /// the caller disconnects.
    pub async fn ask<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Teller, Instant) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let parts = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            let mut teller = parts.teller.lock().map_err(|_| Refusal::LogUnavailable)?;
            act(&mut teller, parts.clock.now())
        });
        result.await.unwrap_or(Err(Refusal::LogUnavailable))
    }

    /// Waits for longer than the caller's timeout, without holding a lock. Returns `false` when the sandbox shuts down
    /// first.
    pub async fn outlast_the_caller(&self) -> bool {
        let closing = self.0.closing.clone();
        tokio::select! {
            () = tokio::time::sleep(self.0.late_answer) => true,
            () = closing.requested() => false,
        }
    }
}
