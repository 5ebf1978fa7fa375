use std::ops::Deref;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use gateway::{Confirmation, GatewayError, Intent, NewIntent, PaymentGateway};
use tokio::sync::Notify;

use super::{Intercept, Intercepted};

/// The fault of one kind of call.
#[derive(Clone, Copy, Debug, Default)]
pub enum Fault {
    #[default]
    None,
    /// The caller stops before the request is sent, as if its process were killed.
    StopBefore,
    /// The caller stops after the gateway has acted and before it receives the response.
    StopAfter,
    /// The request is not sent, and the error reports this.
    Unreachable,
    /// The request does not reach the gateway, and the outcome is unknown to the caller.
    RequestLost,
    /// The gateway acts, but its response is lost or unreadable.
    ResponseLost,
    /// The gateway responds that it is busy for 9 seconds.
    Busy,
    /// The gateway responds that it is busy for this many seconds.
    BusyFor(u64),
    /// The gateway refuses the request.
    Refused,
    /// The gateway responds that the intent does not exist.
    NotFound,
    /// The gateway acts, and responds with a 5xx.
    ServerError,
    /// The response of the gateway is altered.
    Altered(fn(Intent) -> Intent),
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    pub create: Fault,
    /// The fault of every create after the next one.
    pub create_again: Option<Fault>,
    pub confirm: Fault,
    pub retrieve: Fault,
    pub cancel: Fault,
    /// The largest amount of one payment, in place of the gateway's.
    pub max_amount_minor: Option<i64>,
}

/// A gateway that injects faults in front of the sandbox.
pub type FaultyGateway = Intercepted<Faulty>;

/// The faults of a [`FaultyGateway`].
pub struct Faulty {
    inner: Arc<dyn PaymentGateway>,
    faults: Mutex<Faults>,
    stopped: Notify,
    resume: Notify,
}

impl FaultyGateway {
    pub fn new(inner: Arc<dyn PaymentGateway>) -> Arc<Self> {
        let (stopped, resume) = (Notify::new(), Notify::new());
        Arc::new(Self(Faulty { inner, faults: Mutex::default(), stopped, resume }))
    }
}

impl Deref for FaultyGateway {
    type Target = Faulty;

    fn deref(&self) -> &Faulty {
        &self.0
    }
}

impl Faulty {
    /// Sets the faults of later calls.
    pub fn set(&self, set: impl FnOnce(&mut Faults)) {
        set(&mut self.faults.lock().unwrap());
    }

    /// Waits until a caller has stopped.
    pub async fn stopped(&self) {
        self.stopped.notified().await;
    }

    /// Resumes a stopped caller, like a paused process.
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

    async fn inject(
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
            Fault::ServerError => {
                call.await?;
                Err(GatewayError::ServerError { retry_after: None })
            }
            Fault::Altered(alter) => call.await.map(alter),
        }
    }
}

#[async_trait]
impl Intercept for Faulty {
    fn inner(&self) -> &dyn PaymentGateway {
        &*self.inner
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        let fault = self.faults().create;
        self.set(|faults| faults.create = faults.create_again.unwrap_or(faults.create));
        self.inject(fault, self.inner.create_intent(new)).await
    }

    async fn confirm(&self, intent: &str, how: &Confirmation, key: &str) -> Result<Intent, GatewayError> {
        self.inject(self.faults().confirm, self.inner.confirm(intent, how, key)).await
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        self.inject(self.faults().retrieve, self.inner.retrieve(intent)).await
    }

    async fn cancel(&self, intent: &str, key: &str) -> Result<Intent, GatewayError> {
        self.inject(self.faults().cancel, self.inner.cancel(intent, key)).await
    }

    fn max_amount_minor(&self, currency: &str) -> i64 {
        self.faults().max_amount_minor.unwrap_or_else(|| self.inner.max_amount_minor(currency))
    }
}
