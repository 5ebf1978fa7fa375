use std::{
    io::Write,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
};

use futures_util::FutureExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{
    api::Api,
    backend::Backend,
    changed_byte::copy_with_changed_byte,
    environment::Environment,
    proxy::NetworkProxy,
    rows,
    sample_portal::SamplePortal,
    sandbox_control,
    setting::{MID_MARCH, Setting},
};
use crate::{
    Step,
    browser::{Browser, Engine},
    records::{GatewayLog, Ledger, Outcome},
};

/// The password of every person in the sample data.
const PASSWORD: &str = "testops";

/// The backend, browser and network of one journey.
pub struct TestContext {
    pub(super) environment: Environment,
    pub(super) backend: Backend,
    pub(super) proxy: Option<NetworkProxy>,
    /// The URL of the app, without its last slash.
    app_url: String,
    /// The main browser of the journey.
    pub browser: Browser,
    _altered: Option<TempDir>,
    _sample_portal: Option<SamplePortal>,
}

/// Runs a journey with its own backend and browser at 09:30 UTC on 16 March 2026.
///
/// # Panics
/// If the journey fails. A screenshot, the source of the page and the log of the backend are kept.
pub async fn journey(test: impl AsyncFnOnce(&TestContext) -> Step) {
    journey_in(MID_MARCH, test).await;
}

/// Runs a journey in another setting, like [`journey`].
pub async fn journey_in(setting: Setting, test: impl AsyncFnOnce(&TestContext) -> Step) {
    let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
    let context = TestContext::begin(&name, &setting)
        .await
        .unwrap_or_else(|trouble| panic!("the test setup failed: {trouble}"));
    let test = async {
        test(&context).await?;
        // A page that panicked may have shown every expected text before.
        context.browser.check_app_running().await?;
        context.browser.check_focus_kept().await
    };
    let outcome = AssertUnwindSafe(test).catch_unwind().await;
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
            Some(extension) => Some(copy_with_changed_byte(&environment.dist, extension)?),
            None => None,
        };
        if let Some(copy) = &altered {
            environment.dist = copy.path().to_owned();
        }
        let log = environment.evidence.join(format!("{name}.log"));
        let end = if setting.proxy { Some(TcpListener::bind("127.0.0.1:0").await?) } else { None };
        let public = match &end {
            Some(end) => Some(format!("http://{}", end.local_addr()?)),
            None if setting.sample_portal => Some(SamplePortal::free_origin()?),
            None => None,
        };
        let backend = Backend::start(&environment, setting, public.as_deref(), &log).await?;
        let proxy = end.map(|end| NetworkProxy::start(end, backend.port()));
        let sample_portal = match &public {
            Some(origin) if setting.sample_portal => {
                Some(SamplePortal::start(&environment, &backend, origin, setting.base_path).await?)
            }
            _ => None,
        };
        let app_url = public.unwrap_or_else(|| backend.origin()) + setting.base_path;
        let browser = environment.browser(&app_url, setting.scheme).await?;
        Ok(Self {
            environment,
            backend,
            proxy,
            app_url,
            browser,
            _altered: altered,
            _sample_portal: sample_portal,
        })
    }

    /// The URL of the app, without its last slash.
    pub fn app_url(&self) -> &str {
        &self.app_url
    }

    /// Opens another browser on the same backend.
    pub async fn another_browser(&self) -> Step<Browser> {
        self.environment.browser(&self.app_url, None).await
    }

    /// Opens a Chromium that blocks all cookies and storage.
    pub async fn another_browser_without_storage(&self) -> Step<Browser> {
        let mut capabilities: Value = serde_json::from_str(&self.environment.capabilities)?;
        capabilities["goog:chromeOptions"]["prefs"] =
            json!({ "profile.default_content_setting_values.cookies": 2 });
        let Environment { engine, webdrivers, .. } = &self.environment;
        Browser::open(*engine, webdrivers, &capabilities.to_string(), &self.app_url, None).await
    }

    /// Makes the bearer tokens of all frames expire.
    pub async fn expire_embed_tokens(&self) -> Step {
        rows::expire_embed_tokens(&self.backend.database()).await
    }

    /// The number of sessions of frames in the database.
    pub async fn embed_sessions(&self) -> Step<i64> {
        rows::embed_sessions(&self.backend.database()).await
    }

    /// Signs in to the API without a browser.
    pub async fn api(&self, email: &str) -> Step<Api> {
        Api::sign_in(&self.backend.origin(), email, PASSWORD).await
    }

    /// Opens the database for reading.
    pub async fn ledger(&self) -> Step<Ledger> {
        Ledger::open(&self.backend.database()).await
    }

    /// Reads the log of the gateway.
    pub fn gateway(&self) -> Step<GatewayLog> {
        GatewayLog::read(&self.backend.sandbox_log())
    }

    /// Reads the outcome for an organization from the database and from the log of the gateway.
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

    /// Changes the role of a member in the database.
    pub async fn set_role(&self, email: &str, organization: i64, role: &str) -> Step {
        rows::set_role(&self.backend.database(), email, organization, role).await
    }

    /// Sets the shared clock of backend and sandbox.
    pub async fn set_clock(&self, instant: &str) -> Step {
        self.control("/clock", &json!({ "instant": instant })).await.map(drop)
    }

    /// Sends a call to the control listener of the sandbox, for example a refund as in the gateway's dashboard.
    pub async fn control(&self, path: &str, body: &Value) -> Step<Value> {
        sandbox_control::call(&self.backend.control_origin(), path, body).await
    }

    /// Waits until the page has prefetched the chunks of all pages, so that a journey can cut the network.
    pub async fn wait_for_all_chunks(&self) -> Step {
        for file in std::fs::read_dir(&self.environment.dist)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".wasm") {
                self.browser.wait_for_fetch(&name).await?;
            }
        }
        Ok(())
    }

    /// Returns the violations that axe-core and IBM's checker find on the current page.
    pub async fn faults(&self) -> Step<Vec<String>> {
        let mut faults = self.browser.faults(&std::fs::read_to_string(&self.environment.axe)?).await?;
        let checker = std::fs::read_to_string(&self.environment.accessibility_checker)?;
        faults.extend(self.browser.checker_faults(&checker).await?);
        Ok(faults)
    }

    /// Returns `true` in engines other than Chromium, and prints why the journey is skipped.
    pub fn is_skipped_outside_chromium(&self, why: &str) -> bool {
        let engine = self.environment.engine;
        let is_skipped = engine != Engine::Chromium;
        if is_skipped {
            let name = std::thread::current().name().unwrap_or("a journey").to_owned();
            // Written to stderr directly, because the test harness captures the output of passing tests.
            let _ = writeln!(std::io::stderr(), "skipped in {}: {name}: {why}", engine.word());
        }
        is_skipped
    }

    /// Returns the folder for screenshots and evidence of failed journeys.
    pub fn evidence_folder(&self) -> &Path {
        &self.environment.evidence
    }

    async fn keep_evidence(&self, name: &str) {
        let file = self.evidence_file(name);
        self.browser.save_evidence(&file("png"), &file("html")).await;
        let _ = std::fs::copy(self.backend.sandbox_log(), file("gateway.jsonl"));
        let _ = std::fs::copy(self.backend.database(), file("sqlite"));
    }

    fn evidence_file(&self, name: &str) -> impl Fn(&str) -> PathBuf {
        move |ending: &str| self.evidence_folder().join(format!("{name}.{ending}"))
    }
}
