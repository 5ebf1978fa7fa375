use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use backend::gateway::{Card, Gateway, GatewayError, Intent, NewIntent};
use tokio::sync::Notify;

/// What goes wrong with one kind of call.
#[derive(Clone, Copy, Debug, Default)]
pub enum Fault {
    #[default]
    None,
    /// The caller stops before anything is sent, as if its process were killed there.
    StopBefore,
    /// The caller stops when the gateway has acted, before it learns of it.
    StopAfter,
    /// Nothing is sent, and the answer says so.
    Unreachable,
    /// Nothing reaches the gateway, but the caller cannot know.
    RequestLost,
    /// The gateway acts, and its answer is lost or unreadable.
    ResponseLost,
    /// The gateway asks to be left alone.
    Busy,
    /// The same for that many seconds.
    BusyFor(u64),
    /// The gateway refuses the request.
    Refused,
    /// The gateway says it does not know the intent.
    NotFound,
    /// The gateway's answer is altered.
    Altered(fn(Intent) -> Intent),
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    pub create: Fault,
    /// What goes wrong with every create after the next one.
    pub create_again: Option<Fault>,
    pub confirm: Fault,
    pub retrieve: Fault,
    pub cancel: Fault,
}

/// The sandbox with faults in front of it.
pub struct FaultyGateway {
    inner: Arc<dyn Gateway>,
    faults: Mutex<Faults>,
    stopped: Notify,
    resume: Notify,
}

impl FaultyGateway {
    pub fn new(inner: Arc<dyn Gateway>) -> Arc<Self> {
        let (stopped, resume) = (Notify::new(), Notify::new());
        Arc::new(Self { inner, faults: Mutex::default(), stopped, resume })
    }

    /// Sets what goes wrong from now on.
    pub fn set(&self, set: impl FnOnce(&mut Faults)) {
        set(&mut self.faults.lock().unwrap());
    }

    /// Waits until a caller has stopped.
    pub async fn stopped(&self) {
        self.stopped.notified().await;
    }

    /// Lets a stopped caller go on, as a process that was only paused.
    pub fn resume(&self) {
        self.resume.notify_one();
    }

    fn faults(&self) -> Faults {
        *self.faults.lock().unwrap()
    }

    async fn stop(&self) {
        self.stopped.notify_one();
        self.resume.notified().await;
    }

    async fn through(
        &self,
        fault: Fault,
        call: impl Future<Output = Result<Intent, GatewayError>> + Send,
    ) -> Result<Intent, GatewayError> {
        match fault {
            Fault::None => call.await,
            Fault::StopBefore => {
                self.stop().await;
                call.await
            }
            Fault::StopAfter => {
                let answer = call.await;
                self.stop().await;
                answer
            }
            Fault::Unreachable => Err(GatewayError::Unreachable),
            Fault::RequestLost => Err(GatewayError::Unknown),
            Fault::ResponseLost => {
                call.await?;
                Err(GatewayError::Unknown)
            }
            Fault::Busy => Err(GatewayError::Busy { retry_after: std::time::Duration::from_secs(9) }),
            Fault::BusyFor(seconds) => {
                Err(GatewayError::Busy { retry_after: std::time::Duration::from_secs(seconds) })
            }
            Fault::Refused => Err(GatewayError::Refused { code: "parameter_invalid".to_owned() }),
            Fault::NotFound => Err(GatewayError::NotFound),
            Fault::Altered(alter) => call.await.map(alter),
        }
    }
}

#[async_trait]
impl Gateway for FaultyGateway {
    async fn card(&self, token: &str) -> Result<Card, GatewayError> {
        self.inner.card(token).await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        let fault = self.faults().create;
        self.set(|faults| faults.create = faults.create_again.unwrap_or(faults.create));
        self.through(fault, self.inner.create_intent(new)).await
    }

    async fn confirm(&self, intent: &str, key: &str) -> Result<Intent, GatewayError> {
        self.through(self.faults().confirm, self.inner.confirm(intent, key)).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.through(self.faults().retrieve, self.inner.retrieve(intent)).await
    }

    async fn cancel(&self, intent: &str, key: &str) -> Result<Intent, GatewayError> {
        self.through(self.faults().cancel, self.inner.cancel(intent, key)).await
    }

    async fn intents(&self, after: Option<&str>) -> Result<Vec<Intent>, GatewayError> {
        self.inner.intents(after).await
    }

    async fn health(&self) -> Result<(), GatewayError> {
        self.inner.health().await
    }
}
