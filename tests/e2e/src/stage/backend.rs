use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use super::environment::Environment;
use crate::{Step, browser::until};

const STARTS: usize = 3;

/// A backend process with its own database, sandbox log and ports.
pub struct Backend {
    process: Child,
    folder: TempDir,
    pub app_port: u16,
    pub sandbox_port: u16,
}

impl Backend {
    /// Starts a backend whose clock begins at the instant and waits until it is ready.
    ///
    /// # Errors
    /// When it does not become ready; its log says why.
    pub async fn start(environment: &Environment, instant: &str, log: &Path) -> Step<Self> {
        let mut last = None;
        // A port that was free a moment ago can be taken by another journey's browser.
        for _ in 0..STARTS {
            let mut backend = Self::spawn(environment, instant, log)?;
            match backend.ready().await {
                Ok(()) => return Ok(backend),
                Err(trouble) => last = Some(trouble),
            }
        }
        let said = std::fs::read_to_string(log).unwrap_or_default();
        Err(format!("the backend did not start: {last:?}\n{said}").into())
    }

    fn spawn(environment: &Environment, instant: &str, log: &Path) -> Step<Self> {
        let folder = TempDir::new()?;
        let (app_port, sandbox_port) = free_ports()?;
        let output = File::create(log)?;
        let process = Command::new(&environment.backend)
            .args(["--listen", &format!("127.0.0.1:{app_port}")])
            .args(["--sandbox-listen", &format!("127.0.0.1:{sandbox_port}")])
            .args(["--database-url", &format!("sqlite:{}", database(folder.path()).display())])
            .arg("--sandbox-log")
            .arg(sandbox_log(folder.path()))
            .arg("--sample-data")
            .args(["--clock", instant])
            // A lost answer is waited for in seconds, not in half minutes.
            .args(["--gateway-timeout", "1", "--completer-every", "1"])
            .arg("--serve-dist")
            .arg(&environment.dist)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        Ok(Self { process, folder, app_port, sandbox_port })
    }

    async fn ready(&mut self) -> Step {
        let url = format!("http://127.0.0.1:{}/health/ready", self.app_port);
        let client = reqwest::Client::builder().timeout(Duration::from_secs(2)).build()?;
        let process = &mut self.process;
        until("the backend to be ready", async || {
            if let Some(status) = process.try_wait()? {
                return Err(format!("it ended with {status}").into());
            }
            let answer = client.get(&url).send().await;
            Ok(answer.is_ok_and(|answer| answer.status().is_success()).then_some(()))
        })
        .await
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        database(self.folder.path())
    }

    /// The sandbox gateway's log.
    pub fn sandbox_log(&self) -> PathBuf {
        sandbox_log(self.folder.path())
    }

    /// The origin the app and its API are served from.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.app_port)
    }

    /// The origin of the sandbox gateway.
    pub fn sandbox_origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.sandbox_port)
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn database(folder: &Path) -> PathBuf {
    folder.join("testcloud.sqlite")
}

fn sandbox_log(folder: &Path) -> PathBuf {
    folder.join("sandbox-gateway.jsonl")
}

fn free_ports() -> Step<(u16, u16)> {
    let first = TcpListener::bind("127.0.0.1:0")?;
    let second = TcpListener::bind("127.0.0.1:0")?;
    Ok((first.local_addr()?.port(), second.local_addr()?.port()))
}
