use std::sync::Arc;

use axum::Router;
use tokio::sync::Notify;

use crate::alarm::Alarms;
use crate::clock::Clock;
use crate::config::Config;
use crate::dist::AppFiles;
use crate::gateway::Gateway;
use crate::metrics::Metrics;
use crate::routes::{self, CspReportLog};
use crate::server::{Admission, Limits};
use crate::service::payment::EventSecret;
use crate::service::seal::Seals;
use crate::service::sign_in::SignIns;
use crate::store::Store;

/// What every request handler shares.
#[derive(Clone)]
pub struct AppState {
    /// What is remembered.
    pub store: Store,
    /// The time everything agrees on.
    pub clock: Arc<Clock>,
    /// Who takes the money.
    pub gateway: Arc<dyn Gateway>,
    /// The keys quotes are sealed with.
    pub seals: Arc<Seals>,
    /// What the gateway signs its events with; without it none is taken.
    pub event_secret: Option<Arc<EventSecret>>,
    /// How the service is set up.
    pub config: Arc<Config>,
    /// Password checks and their limits.
    pub sign_ins: Arc<SignIns>,
    /// Starts a round of the renewal worker before its next one is due.
    pub renewal_wake: Arc<Notify>,
    /// Metrics for operations.
    pub metrics: Arc<Metrics>,
    /// Raises alarms.
    pub alarms: Arc<Alarms>,
    /// Limits the log of violations of the page's Content Security Policy.
    pub csp_report_log: Arc<CspReportLog>,
    /// Limits of request bodies and of requests that run at once.
    pub admission: Admission,
    /// The built app, where this service serves it.
    pub app_files: Option<Arc<AppFiles>>,
}

impl AppState {
    /// Puts together what the handlers share.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<Clock>,
        gateway: Arc<dyn Gateway>,
        seals: Seals,
        config: Config,
    ) -> Self {
        let metrics: Arc<Metrics> = Arc::default();
        let admission = routes::admission(&Limits::default(), &config.proxies, &metrics);
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
            metrics,
            admission,
            app_files: None,
        }
    }

    /// Replaces the limits of request bodies and of requests that run at once.
    #[must_use]
    pub fn with_limits(self, limits: &Limits) -> Self {
        Self { admission: routes::admission(limits, &self.config.proxies, &self.metrics), ..self }
    }

    /// Takes events of the gateway that are signed with this secret.
    #[must_use]
    pub fn with_event_secret(self, secret: EventSecret) -> Self {
        Self { event_secret: Some(Arc::new(secret)), ..self }
    }
}

/// The routes of the public listener, with their layers.
pub fn router(state: AppState) -> Router {
    routes::router(state)
}

/// The routes of the admin listener: health and metrics.
pub fn admin_router(state: AppState) -> Router {
    routes::admin_router(state)
}
