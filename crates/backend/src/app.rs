use std::sync::Arc;

use gateway::{Account, GatewayError, PaymentGateway};
use http_server::{Admission, Limits};
use process::Clock;
use tokio::sync::{Notify, OnceCell};

use crate::admission::admission;
use crate::alarm::{Alarm, Alarms};
use crate::background_tasks::BackgroundTasks;
use crate::config::Config;
use crate::csp_report_log::CspReportLog;
use crate::dist::AppFiles;
use crate::metrics::Metrics;
use crate::passwords::SignIns;
use crate::seal::Seals;
use crate::store::{Store, StoreError, deployment};
use crate::webhook_secrets::WebhookSecrets;

/// The state shared by all request handlers.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The clock of this process.
    pub clock: Arc<Clock>,
    /// The payment gateway.
    pub gateway: Arc<dyn PaymentGateway>,
    /// The account of the gateway's API key, once the gateway has named it.
    pub account: Arc<OnceCell<String>>,
    /// The keys that seal quotes.
    pub seals: Arc<Seals>,
    /// The secrets that verify webhook signatures. Without one, every webhook is rejected.
    pub webhook_secrets: WebhookSecrets,
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
    /// The files of the built app, if this service serves them.
    pub app_files: Option<Arc<AppFiles>>,
}

impl AppState {
    /// Creates the state with default limits, without a webhook secret and without app files.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<Clock>,
        gateway: Arc<dyn PaymentGateway>,
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
            account: Arc::default(),
            seals: Arc::new(seals),
            webhook_secrets: WebhookSecrets::default(),
            config: Arc::new(config),
            sign_ins: Arc::default(),
            renewal_wake: Arc::default(),
            csp_report_log: Arc::default(),
            tasks: BackgroundTasks::new(metrics.background_tasks.clone()),
            metrics,
            admission,
            app_files: None,
        }
    }

    /// The account of the gateway's API key and its mode, such as `acct_1:live`. The account is requested once.
    /// Cards and intents of another account cannot be charged, so it is refused.
    ///
    /// # Errors
    /// When the gateway does not respond or refuses the key.
    pub async fn gateway_account(&self) -> Result<String, GatewayError> {
        let request = || async {
            let Account { id, live } = self.gateway.account().await?;
            let account = format!("{id}:{}", if live { "live" } else { "test" });
            let known = self.known_account(&account).await.map_err(|error| {
                tracing::error!(%error, "the account of the gateway could not be compared");
                GatewayError::Unreachable
            })?;
            if known == account {
                return Ok(account);
            }
            let cause = format!("the API key belongs to {account}, and this database to {known}");
            self.alarms.raise(Alarm::OtherAccount, &known, &cause);
            Err(GatewayError::Unauthorized { code: "other_account".to_owned() })
        };
        self.account.get_or_try_init(request).await.cloned()
    }

    async fn known_account(&self, account: &str) -> Result<String, StoreError> {
        let mut transaction = self.store.begin().await?;
        let known = deployment::account_or_set(&mut transaction, account).await?;
        transaction.commit().await?;
        Ok(known)
    }

    /// Replaces the limits on request bodies and concurrent requests.
    #[must_use]
    pub fn with_limits(self, limits: &Limits) -> Self {
        Self { admission: admission(limits, &self.config.proxies, &self.metrics), ..self }
    }

    /// Accepts webhooks that are signed with one of the secrets.
    #[must_use]
    pub fn with_webhook_secrets(self, webhook_secrets: WebhookSecrets) -> Self {
        Self { webhook_secrets, ..self }
    }
}
