use std::{
    fs::File,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    failure::{Context, Failure, Outcome},
    probe,
};

const START_TIMEOUT: Duration = Duration::from_secs(20);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// Maximum number of attempts to start a driver, because another program can take its port first.
const START_ATTEMPTS: usize = 3;

/// A program that is killed when this value is dropped.
pub struct Running(Child);

impl Running {
    /// Takes ownership of a running program.
    pub fn hold(child: Child) -> Self {
        Self(child)
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A WebDriver server and its URL.
pub struct Driver {
    pub address: String,
    running: Running,
}

impl Driver {
    /// Starts a driver on a free port and waits until it responds. Its output is written to the log.
    ///
    /// # Errors
    /// Fails if the driver does not respond. The message contains the path of the log.
    pub fn start(log: &Path, command: impl Fn(u16) -> Command) -> Outcome<Self> {
        for _ in 0..START_ATTEMPTS {
            let port = probe::free_port().ok_or_else(|| Failure::new("no free port on 127.0.0.1"))?;
            if let Some(running) = start_on_port(&mut command(port), port, log)? {
                return Ok(Self { address: format!("http://127.0.0.1:{port}"), running });
            }
        }
        Err(Failure::new(format!("the browser's driver did not start; see {}", log.display())))
    }

    /// Returns the program without the URL.
    pub fn into_running(self) -> Running {
        self.running
    }
}

fn start_on_port(command: &mut Command, port: u16, log: &Path) -> Outcome<Option<Running>> {
    let output = File::options()
        .create(true)
        .append(true)
        .open(log)
        .context(|| format!("cannot write {}", log.display()))?;
    let errors = output.try_clone().context(|| format!("cannot write {}", log.display()))?;
    let name = Path::new(command.get_program()).display().to_string();
    let child = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .context(|| format!("cannot start {name}"))?;
    let mut running = Running::hold(child);
    let deadline = Instant::now() + START_TIMEOUT;
    while Instant::now() < deadline {
        let responds = probe::answers(port, "/status");
        // The response can be from another program that took the port first. The driver has then exited.
        if running.has_ended() {
            return Ok(None);
        }
        if responds {
            return Ok(Some(running));
        }
        std::thread::sleep(POLL_INTERVAL);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::{Driver, Running};

    #[test]
    fn dropping_a_running_program_kills_it() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        let _input = child.stdin.take();

        drop(Running::hold(child));

        // `cat` exits only if it is killed, because its input stays open.
        assert_eq!(std::io::Read::read(&mut output, &mut [0]).unwrap(), 0);
    }

    #[test]
    fn failed_driver_is_reported_with_its_log() {
        let log = std::env::temp_dir().join(format!("no-driver-{}.log", std::process::id()));

        let failure = Driver::start(&log, |_| Command::new("false")).err().unwrap().to_string();

        assert!(failure.contains("no-driver"), "{failure}");
        std::fs::remove_file(log).unwrap();
    }
}
