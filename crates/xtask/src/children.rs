//! Child processes of a command, which end with it.

use std::{
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

use crate::failure::{Context, Failure, Outcome};

/// Time between SIGTERM and SIGKILL.
const GRACE: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Child processes that run in parallel and end together.
pub struct Children {
    running: Vec<(&'static str, Child)>,
    stop: Receiver<()>,
}

/// The result of waiting for a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watched {
    /// The condition is true.
    Ready,
    /// The user pressed Ctrl-C.
    Stopped,
}

impl Children {
    /// Creates an empty set. `stop` receives Ctrl-C.
    pub fn new(stop: Receiver<()>) -> Self {
        Self { running: Vec::new(), stop }
    }

    /// Starts a program in a new process group, so that its own children end with it.
    pub fn start(&mut self, name: &'static str, command: &mut Command) -> Outcome {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .context(|| format!("cannot start {name}"))?;
        self.running.push((name, child));
        Ok(())
    }

    /// Waits until a condition is true, while all programs are running.
    ///
    /// # Errors
    /// Fails if a program exits.
    pub fn until(&mut self, mut ready: impl FnMut() -> bool) -> Outcome<Watched> {
        loop {
            self.check_running()?;
            if ready() {
                return Ok(Watched::Ready);
            }
            match self.stop.recv_timeout(POLL_INTERVAL) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(Watched::Stopped),
            }
        }
    }

    fn check_running(&mut self) -> Outcome {
        for (name, child) in &mut self.running {
            if let Some(status) = child.try_wait().context(|| format!("cannot read the status of {name}"))? {
                return Err(Failure::new(format!("{name} exited unexpectedly ({status}); see its output")));
            }
        }
        Ok(())
    }

    /// Ends one program and its children. The other programs keep running.
    pub fn end(&mut self, name: &str) {
        let running = std::mem::take(&mut self.running);
        let (mut matching, others) = running.into_iter().partition(|(running, _)| *running == name);
        self.running = others;
        stop(&mut matching);
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        stop(&mut self.running);
    }
}

/// Returns a channel that receives every Ctrl-C. Call this only once per process.
pub fn interruptions() -> Outcome<Receiver<()>> {
    let (sender, stop) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })
    .context(|| "cannot handle Ctrl-C".into())?;
    Ok(stop)
}

fn stop(children: &mut [(&'static str, Child)]) {
    for (_, child) in &*children {
        signal(child, Signal::SIGTERM);
    }
    let deadline = Instant::now() + GRACE;
    for (_, child) in children {
        while Instant::now() < deadline && matches!(child.try_wait(), Ok(None)) {
            std::thread::sleep(POLL_INTERVAL);
        }
        signal(child, Signal::SIGKILL);
        let _ = child.wait();
    }
}

fn signal(child: &Child, signal: Signal) {
    if let Ok(group) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::Read,
        process::{Command, Stdio},
        sync::mpsc,
        time::Instant,
    };

    use super::{Children, GRACE, Watched};

    fn long_lived() -> Command {
        let mut command = Command::new("sleep");
        command.arg("600");
        command
    }

    #[test]
    fn program_that_exits_is_reported() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the long one", &mut long_lived()).unwrap();
        children.start("the short one", &mut Command::new("false")).unwrap();

        let failure = children.until(|| false).unwrap_err().to_string();

        assert!(failure.starts_with("the short one exited unexpectedly"), "{failure}");
    }

    #[test]
    fn ctrl_c_ends_waiting() {
        let (sender, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the long one", &mut long_lived()).unwrap();
        sender.send(()).unwrap();

        assert_eq!(children.until(|| false), Ok(Watched::Stopped));
    }

    #[test]
    fn ending_one_program_keeps_the_others_running() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the first", &mut long_lived()).unwrap();
        children.start("the second", &mut long_lived()).unwrap();

        children.end("the first");

        assert_eq!(children.running.len(), 1);
        assert_eq!(children.until(|| true), Ok(Watched::Ready));
    }

    #[test]
    fn dropping_children_ends_all_processes() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600; true"]).stdout(Stdio::piped());
        children.start("a shell and its child", &mut shell).unwrap();
        let mut output = children.running[0].1.stdout.take().unwrap();
        let start = Instant::now();

        drop(children);

        // The pipe closes when the last process that inherited it exits.
        output.read_to_end(&mut Vec::new()).unwrap();
        assert!(start.elapsed() < GRACE + GRACE, "a process ran for {:?}", start.elapsed());
    }
}
