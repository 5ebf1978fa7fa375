use std::{
    io::Write,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
};

use futures_util::FutureExt;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{
    altered::altered,
    api::Api,
    backend::Backend,
    clock,
    environment::Environment,
    proxy::NetworkProxy,
    roles,
    setting::{MID_MARCH, Setting},
};
use crate::{
    Step,
    browser::{Browser, Engine},
    records::{GatewayLog, Ledger, Outcome},
};

/// Everybody's password in the sample data.
const PASSWORD: &str = "testops";

/// One journey's stage.
pub struct TestContext {
    pub(super) environment: Environment,
    pub(super) backend: Backend,
    pub(super) proxy: Option<NetworkProxy>,
    origin: String,
    /// The browser of the person whose journey this is.
    pub browser: Browser,
    _altered: Option<TempDir>,
}

/// Runs a journey on a stage of its own at 09:30 UTC on 16 March 2026.
///
/// # Panics
/// When the journey fails; a screenshot, the page's source and the backend's log are kept.
pub async fn journey(walk: impl AsyncFnOnce(&TestContext) -> Step) {
    journey_in(MID_MARCH, walk).await;
}

/// Runs a journey in another setting.
///
/// # Panics
/// As [`journey`].
pub async fn journey_in(setting: Setting, walk: impl AsyncFnOnce(&TestContext) -> Step) {
    let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
    let context = TestContext::begin(&name, &setting)
        .await
        .unwrap_or_else(|trouble| panic!("the stage was not set: {trouble}"));
    let walk = async {
        walk(&context).await?;
        // A page that has stopped may have shown everything that was looked for.
        context.browser.check_app_running().await?;
        context.browser.check_focus_kept().await
    };
    let outcome = AssertUnwindSafe(walk).catch_unwind().await;
    if !matches!(outcome, Ok(Ok(()))) {
        context.keep_evidence(&name).await;
    }
    context.browser.close().await;
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(trouble)) => panic!("{trouble}"),
        Err(panic) => resume_unwind(panic),
    }
}

impl TestContext {
    async fn begin(name: &str, setting: &Setting) -> Step<Self> {
        let mut environment = Environment::read()?;
        let altered = match setting.altered {
            Some(ending) => Some(altered(&environment.dist, ending)?),
            None => None,
        };
        if let Some(copy) = &altered {
            environment.dist = copy.path().to_owned();
        }
        let log = environment.evidence.join(format!("{name}.log"));
        let end = if setting.proxy { Some(TcpListener::bind("127.0.0.1:0").await?) } else { None };
        let public = match &end {
            Some(end) => Some(format!("http://{}", end.local_addr()?)),
            None => None,
        };
        let backend = Backend::start(&environment, setting, public.as_deref(), &log).await?;
        let proxy = end.map(|end| NetworkProxy::lay(end, backend.port()));
        let origin = public.unwrap_or_else(|| backend.origin());
        let browser = environment.browser(&origin, setting.scheme).await?;
        Ok(Self { environment, backend, proxy, origin, browser, _altered: altered })
    }

    /// Opens another person's browser on the same backend.
    ///
    /// # Errors
    /// When no session starts.
    pub async fn another_browser(&self) -> Step<Browser> {
        self.environment.browser(&self.origin, None).await
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

    /// Waits until the page has fetched the code of every other page ahead, so that a journey may cut it off.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_for_all_chunks(&self) -> Step {
        for file in std::fs::read_dir(&self.environment.dist)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".wasm") {
                self.browser.wait_for_fetch(&name).await?;
            }
        }
        Ok(())
    }

    /// What axe-core and IBM's checker find wrong with the page that the browser shows.
    ///
    /// # Errors
    /// When it cannot look.
    pub async fn faults(&self) -> Step<Vec<String>> {
        let mut faults = self.browser.faults(&std::fs::read_to_string(&self.environment.axe)?).await?;
        let checker = std::fs::read_to_string(&self.environment.accessibility_checker)?;
        faults.extend(self.browser.checker_faults(&checker).await?);
        Ok(faults)
    }

    /// Whether a journey is left out because only Chromium can do a thing; then says so where the run is watched.
    pub fn is_skipped_outside_chromium(&self, why: &str) -> bool {
        let engine = self.environment.engine;
        let left_out = engine != Engine::Chromium;
        if left_out {
            let name = std::thread::current().name().unwrap_or("a journey").to_owned();
            // Straight to the terminal: what a passing test prints is otherwise kept from it.
            let _ = writeln!(std::io::stderr(), "left out in {}: {name}: {why}", engine.word());
        }
        left_out
    }

    /// Where pictures and what a failed journey leaves are kept.
    pub fn evidence_folder(&self) -> &Path {
        &self.environment.evidence
    }

    async fn keep_evidence(&self, name: &str) {
        let kept = self.evidence(name);
        self.browser.save_evidence(&kept("png"), &kept("html")).await;
        let _ = std::fs::copy(self.backend.sandbox_log(), kept("gateway.jsonl"));
        let _ = std::fs::copy(self.backend.database(), kept("sqlite"));
    }

    fn evidence(&self, name: &str) -> impl Fn(&str) -> PathBuf {
        move |ending: &str| self.evidence_folder().join(format!("{name}.{ending}"))
    }
}
