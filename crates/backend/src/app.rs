use std::sync::Arc;

use gateway::Gateway;
use http_server::{Admission, Limits};
use process::Clock;
use sandbox_gateway::PortalOrigins;
use tokio::sync::Notify;

use crate::admission::admission;
use crate::alarm::Alarms;
use crate::background_tasks::BackgroundTasks;
use crate::config::Config;
use crate::csp_report_log::CspReportLog;
use crate::dist::AppFiles;
use crate::event_secret::EventSecret;
use crate::metrics::Metrics;
use crate::passwords::SignIns;
use crate::seal::Seals;
use crate::store::Store;

/// The state shared by all request handlers.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The clock of this process.
    pub clock: Arc<Clock>,
    /// The payment gateway.
    pub gateway: Arc<dyn Gateway>,
    /// The keys that seal quotes.
    pub seals: Arc<Seals>,
    /// The secret that verifies webhook signatures. Without it, every webhook is rejected.
    pub event_secret: Option<Arc<EventSecret>>,
    /// The configuration.
    pub config: Arc<Config>,
    /// Password checks and their rate limits.
    pub sign_ins: Arc<SignIns>,
    /// Wakes the renewal worker before its next scheduled run.
    pub renewal_wake: Arc<Notify>,
    /// The metrics.
    pub metrics: Arc<Metrics>,
    /// Raises alarms.
    pub alarms: Arc<Alarms>,
    /// The background tasks of this process.
    pub tasks: BackgroundTasks,
    /// Limits how many Content Security Policy violations are logged.
    pub csp_report_log: Arc<CspReportLog>,
    /// Limits on request bodies and concurrent requests.
    pub admission: Admission,
    /// The portals around the app, for the card field of a sandbox gateway in this process.
    pub sandbox_portals: PortalOrigins,
    /// The files of the built app, if this service serves them.
    pub app_files: Option<Arc<AppFiles>>,
}

impl AppState {
    /// Creates the state with default limits, without a webhook secret and without app files.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<Clock>,
        gateway: Arc<dyn Gateway>,
        seals: Seals,
        config: Config,
    ) -> Self {
        let metrics: Arc<Metrics> = Arc::default();
        let admission = admission(&Limits::default(), &config.proxies, &metrics);
        Self {
            alarms: Arc::new(Alarms::new(metrics.alarms.clone())),
            store,
            clock,
            gateway,
            seals: Arc::new(seals),
            event_secret: None,
            config: Arc::new(config),
            sign_ins: Arc::default(),
            renewal_wake: Arc::default(),
            csp_report_log: Arc::default(),
            tasks: BackgroundTasks::new(metrics.background_tasks.clone()),
            metrics,
            admission,
            sandbox_portals: PortalOrigins::default(),
            app_files: None,
        }
    }

    /// Replaces the limits on request bodies and concurrent requests.
    #[must_use]
    pub fn with_limits(self, limits: &Limits) -> Self {
        Self { admission: admission(limits, &self.config.proxies, &self.metrics), ..self }
    }

    /// Accepts webhooks that are signed with `secret`.
    #[must_use]
    pub fn with_event_secret(self, secret: EventSecret) -> Self {
        Self { event_secret: Some(Arc::new(secret)), ..self }
    }
}
