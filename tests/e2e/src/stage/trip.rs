use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
};

use futures_util::FutureExt;

use super::{api::Api, backend::Backend, clock, environment::Environment, roles};
use crate::{
    Step,
    browser::Browser,
    witness::{GatewayLog, Ledger, Outcome},
};

/// Everybody's password in the sample data.
const PASSWORD: &str = "testops";

/// What a journey finds.
pub struct Setting {
    /// Where the common clock of backend and sandbox starts.
    pub instant: &'static str,
    /// Seconds after which the backend no longer waits for the gateway. Cards that time out answer after twice as many.
    pub gateway_timeout: u32,
}

/// 09:30 UTC on 16 March 2026, when Harbor QA has 16 of the month's 31 days left. A lost answer is waited for in seconds.
pub const MID_MARCH: Setting = Setting { instant: "2026-03-16T09:30:00Z", gateway_timeout: 1 };

/// One journey's stage.
pub struct Trip {
    environment: Environment,
    backend: Backend,
    /// The browser of the person whose journey this is.
    pub browser: Browser,
}

/// Runs a journey on a stage of its own at 09:30 UTC on 16 March 2026.
///
/// # Panics
/// When the journey fails; a screenshot, the page's source and the backend's log are kept.
pub async fn journey(walk: impl AsyncFnOnce(&Trip) -> Step) {
    journey_in(MID_MARCH, walk).await;
}

/// Runs a journey in another setting.
///
/// # Panics
/// As [`journey`].
pub async fn journey_in(setting: Setting, walk: impl AsyncFnOnce(&Trip) -> Step) {
    let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
    let trip = Trip::begin(&name, &setting)
        .await
        .unwrap_or_else(|trouble| panic!("the stage was not set: {trouble}"));
    let outcome = AssertUnwindSafe(walk(&trip)).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(()))) {
        trip.keep_evidence(&name).await;
    }
    trip.browser.close().await;
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(trouble)) => panic!("{trouble}"),
        Err(panic) => resume_unwind(panic),
    }
}

impl Trip {
    async fn begin(name: &str, setting: &Setting) -> Step<Self> {
        let environment = Environment::read()?;
        let log = environment.evidence.join(format!("{name}.log"));
        let backend = Backend::start(&environment, setting, &log).await?;
        let browser =
            Browser::open(&environment.webdriver, &environment.capabilities, &backend.origin()).await?;
        Ok(Self { environment, backend, browser })
    }

    /// Opens another person's browser on the same backend.
    ///
    /// # Errors
    /// When no session starts.
    pub async fn another_browser(&self) -> Step<Browser> {
        Browser::open(&self.environment.webdriver, &self.environment.capabilities, &self.backend.origin())
            .await
    }

    /// Signs in to the API without a browser.
    ///
    /// # Errors
    /// When the backend gives no session.
    pub async fn api(&self, email: &str) -> Step<Api> {
        Api::sign_in(&self.backend.origin(), email, PASSWORD).await
    }

    /// The database, as a witness.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn ledger(&self) -> Step<Ledger> {
        Ledger::open(&self.backend.database()).await
    }

    /// The gateway's own log, as it is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn gateway(&self) -> Step<GatewayLog> {
        GatewayLog::read(&self.backend.sandbox_log())
    }

    /// What both witnesses say about an organization.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub async fn outcome(&self, organization: i64) -> Step<Outcome> {
        let ledger = self.ledger().await?;
        Ok(Outcome {
            entitlement: ledger.entitlement(organization).await?,
            attempts: ledger.attempts(organization).await?,
            receipts: ledger.receipts(organization).await?,
            cash: ledger.cash(organization).await?,
            charges: self.gateway()?.charges(organization),
        })
    }

    /// Ends the backend without warning.
    pub fn kill_backend(&self) {
        self.backend.kill();
    }

    /// Starts the backend again on what it had stored, at the instant.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn restart_backend(&self, instant: &str) -> Step {
        self.backend.run(&self.environment, instant).await
    }

    /// Gives a member another role behind the app's back.
    ///
    /// # Errors
    /// When there is no such member.
    pub async fn give_role(&self, email: &str, organization: i64, role: &str) -> Step {
        roles::give(&self.backend.database(), email, organization, role).await
    }

    /// Moves the common clock of backend and sandbox.
    ///
    /// # Errors
    /// When the sandbox refuses.
    pub async fn set_clock(&self, instant: &str) -> Step {
        clock::set(&self.backend.sandbox_origin(), instant).await
    }

    /// What axe-core finds wrong with the page that the browser shows.
    ///
    /// # Errors
    /// When it cannot look.
    pub async fn faults(&self) -> Step<Vec<String>> {
        self.browser.faults(&std::fs::read_to_string(&self.environment.axe)?).await
    }

    /// Where pictures and what a failed journey leaves are kept.
    pub fn evidence_folder(&self) -> &Path {
        &self.environment.evidence
    }

    async fn keep_evidence(&self, name: &str) {
        let kept = self.evidence(name);
        self.browser.keep(&kept("png"), &kept("html")).await;
        let _ = std::fs::copy(self.backend.sandbox_log(), kept("gateway.jsonl"));
        let _ = std::fs::copy(self.backend.database(), kept("sqlite"));
    }

    fn evidence(&self, name: &str) -> impl Fn(&str) -> PathBuf {
        move |ending: &str| self.evidence_folder().join(format!("{name}.{ending}"))
    }
}
