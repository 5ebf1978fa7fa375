use std::sync::{Arc, Mutex};
use std::time::Duration;

use billing::Instant;
use http_server::Proxies;
use process::{Clock, Shutdown};

use crate::api_key::ApiKey;
use crate::book::BookFailure;
use crate::engine::{Draft, Engine, Origin};
use crate::faults::Faults;
use crate::in_flight::InFlight;
use crate::origins::Origins;
use crate::request::ApiError;
use crate::webhooks::Deliveries;

/// The state that all handlers share.
#[derive(Clone)]
pub struct SharedState(pub Arc<SharedStateParts>);

/// The parts of a [`SharedState`].
pub struct SharedStateParts {
    pub engine: Mutex<Engine>,
    pub origins: Origins,
    pub clock: Arc<Clock>,
    pub key: ApiKey,
    pub account: String,
    pub merchant: String,
    pub proxies: Proxies,
    pub late_response: Duration,
    pub closing: Shutdown,
    pub faults: Faults,
    pub in_flight: InFlight,
    pub deliveries: Deliveries,
}

impl SharedState {
    /// The source of a change that no API request causes.
    pub fn origin(&self) -> Origin {
        Origin {
            request: None,
            idempotency_key: None,
            pages: self.0.origins.public().to_owned(),
            endpoints: self.0.deliveries.endpoints().len(),
        }
    }

    /// Runs one action of the engine on a blocking thread, because it waits for the disk. The action completes even if the
    /// caller disconnects.
    pub async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Engine, Instant) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let parts = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            let mut engine = parts.engine.lock().map_err(|_| BookFailure)?;
            let result = act(&mut engine, parts.clock.now());
            parts.deliveries.add_new(engine.take_new_events());
            result
        });
        result.await.unwrap_or_else(|_| Err(BookFailure.into()))
    }

    /// Applies a change that no API request causes.
    pub async fn change<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Draft<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let origin = self.origin();
        self.run(move |engine, now| {
            let mut draft = Draft::new(engine.store(), now, origin);
            let result = act(&mut draft)?;
            let output = draft.into_output();
            engine.commit(output, None)?;
            Ok(result)
        })
        .await
    }

    /// Waits without holding a lock. Returns `false` when the sandbox shuts down first.
    pub async fn delay(&self, time: Duration) -> bool {
        let closing = self.0.closing.clone();
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            () = closing.requested() => false,
        }
    }
}
