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

const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(50);
/// A port that was free a moment ago can be taken by somebody else.
const STARTS: usize = 3;

/// A program that runs until this is dropped.
pub struct Running(Child);

impl Running {
    /// Holds a program that was started.
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

/// A WebDriver server and where it listens.
pub struct Driver {
    pub address: String,
    running: Running,
}

impl Driver {
    /// Starts a driver on a free port and waits until it answers; what it says goes into the log.
    ///
    /// # Errors
    /// When it cannot be started or does not answer.
    pub fn start(log: &Path, command: impl Fn(u16) -> Command) -> Outcome<Self> {
        for _ in 0..STARTS {
            let port = probe::free_port().ok_or_else(|| Failure::new("no port is free"))?;
            if let Some(running) = answering(&mut command(port), port, log)? {
                return Ok(Self { address: format!("http://127.0.0.1:{port}"), running });
            }
        }
        Err(Failure::new(format!("the browser's driver did not start; see {}", log.display())))
    }

    /// Lets go of the address; the driver still ends with what is answered.
    pub fn into_running(self) -> Running {
        self.running
    }
}

fn answering(command: &mut Command, port: u16, log: &Path) -> Outcome<Option<Running>> {
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
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let answers = probe::answers(port, "/status");
        // Somebody else may answer on the port after this one could not have it.
        if running.has_ended() {
            return Ok(None);
        }
        if answers {
            return Ok(Some(running));
        }
        std::thread::sleep(GLANCE);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::{Driver, Running};

    #[test]
    fn a_program_ends_with_what_holds_it() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        let _input = child.stdin.take();

        drop(Running::hold(child));

        // It would wait for its input for ever.
        assert_eq!(std::io::Read::read(&mut output, &mut [0]).unwrap(), 0);
    }

    #[test]
    fn a_driver_that_ends_by_itself_is_named_with_its_log() {
        let log = std::env::temp_dir().join(format!("no-driver-{}.log", std::process::id()));

        let failure = Driver::start(&log, |_| Command::new("false")).err().unwrap().to_string();

        assert!(failure.contains("no-driver"), "{failure}");
        std::fs::remove_file(log).unwrap();
    }
}
