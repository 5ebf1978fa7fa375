use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tempfile::TempDir;

use super::{environment::Environment, setting::Setting};
use crate::{Step, browser::until};

const MAX_STARTS: usize = 3;

/// A backend process with its own database, gateway log and ports.
pub struct Backend {
    process: Mutex<Option<Child>>,
    folder: TempDir,
    log: PathBuf,
    app_port: u16,
    sandbox_port: u16,
    control_port: u16,
    admin_port: u16,
    gateway_timeout: u32,
    base_path: &'static str,
    /// The origin that browsers use, if it differs from the listen address.
    public_origin: Option<String>,
}

impl Backend {
    /// Starts a backend and waits until it is ready. The error contains its log.
    pub async fn start(
        environment: &Environment,
        setting: &Setting,
        public_origin: Option<&str>,
        log: &Path,
    ) -> Step<Self> {
        let mut last = None;
        // The browser of another journey can take a port between the check and the start.
        for _ in 0..MAX_STARTS {
            let [app_port, sandbox_port, control_port, admin_port] = free_ports()?;
            let backend = Self {
                process: Mutex::new(None),
                folder: TempDir::new()?,
                log: log.to_owned(),
                app_port,
                sandbox_port,
                control_port,
                admin_port,
                gateway_timeout: setting.gateway_timeout,
                base_path: setting.base_path,
                public_origin: public_origin.map(str::to_owned),
            };
            match backend.run(environment, setting.instant).await {
                Ok(()) => return Ok(backend),
                Err(trouble) => last = Some(trouble),
            }
        }
        let log = std::fs::read_to_string(log).unwrap_or_default();
        Err(format!("the backend did not start: {last:?}\n{log}").into())
    }

    /// Starts the process, or restarts it on the same database, and waits until it is ready.
    pub async fn run(&self, environment: &Environment, instant: &str) -> Step {
        let output = File::options().create(true).append(true).open(&self.log)?;
        let process = Command::new(&environment.backend)
            .args(["--listen", &format!("127.0.0.1:{}", self.app_port)])
            .args(["--sandbox-listen", &format!("127.0.0.1:{}", self.sandbox_port)])
            .args(["--sandbox-control-listen", &format!("127.0.0.1:{}", self.control_port)])
            .args(["--admin-listen", &format!("127.0.0.1:{}", self.admin_port)])
            .args(["--database-url", &format!("sqlite:{}", self.database().display())])
            .arg("--sandbox-log")
            .arg(self.sandbox_log())
            .arg("--sample-data")
            .args(["--clock", instant])
            // Short intervals, so that a lost response is recovered in seconds.
            .args(["--gateway-timeout", &self.gateway_timeout.to_string(), "--recovery-interval", "1"])
            .args(["--base-path", &format!("{}/", self.base_path)])
            .arg("--serve-dist")
            .arg(&environment.dist)
            .args(self.public_origin.iter().flat_map(|origin| ["--public-origin", origin]))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        self.replace_process(Some(process));
        self.ready().await
    }

    /// Kills the process.
    pub fn kill(&self) {
        self.replace_process(None);
    }

    fn replace_process(&self, next: Option<Child>) {
        let mut held = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut process) = std::mem::replace(&mut *held, next) {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    fn has_ended(&self) -> bool {
        let mut held = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_mut().is_none_or(|process| !matches!(process.try_wait(), Ok(None)))
    }

    async fn ready(&self) -> Step {
        let url = format!("http://127.0.0.1:{}/health/ready", self.admin_port);
        let client = reqwest::Client::builder().timeout(Duration::from_secs(2)).build()?;
        until("the backend to be ready", async || {
            if self.has_ended() {
                return Err("the process ended".into());
            }
            let answer = client.get(&url).send().await;
            Ok(answer.is_ok_and(|answer| answer.status().is_success()).then_some(()))
        })
        .await
    }

    /// Returns the database file.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("testcloud.sqlite")
    }

    /// Returns the log file of the sandbox gateway.
    pub fn sandbox_log(&self) -> PathBuf {
        self.folder.path().join("sandbox-gateway.jsonl")
    }

    /// Returns the port of the app and its API.
    pub fn port(&self) -> u16 {
        self.app_port
    }

    /// Returns the origin of the app and its API.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.app_port)
    }

    /// Returns the origin of the sandbox gateway's control listener.
    pub fn control_origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.control_port)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_ports() -> Step<[u16; 4]> {
    let listen = || TcpListener::bind("127.0.0.1:0");
    // Bound at the same time, because the system could otherwise return the same port twice.
    let listeners = [listen()?, listen()?, listen()?, listen()?];
    let [app, sandbox, control, admin] = listeners.each_ref().map(TcpListener::local_addr);
    Ok([app?.port(), sandbox?.port(), control?.port(), admin?.port()])
}
