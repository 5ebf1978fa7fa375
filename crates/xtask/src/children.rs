//! Programs a command starts and must not leave behind.

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

const GRACE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(100);

/// Programs that run side by side and end together.
pub struct Children {
    running: Vec<(&'static str, Child)>,
    stop: Receiver<()>,
}

/// Why the watch over the children ended without a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watched {
    /// The awaited thing came true.
    Ready,
    /// The person pressed Ctrl-C.
    Stopped,
}

impl Children {
    /// Starts with nobody; `stop` tells of Ctrl-C.
    pub fn new(stop: Receiver<()>) -> Self {
        Self { running: Vec::new(), stop }
    }

    /// Starts a program in a process group of its own, so that what it starts ends with it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&mut self, name: &'static str, command: &mut Command) -> Outcome {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .context(|| format!("cannot start {name}"))?;
        self.running.push((name, child));
        Ok(())
    }

    /// Waits until something is true, everybody still running.
    ///
    /// # Errors
    /// Names the first program that ended by itself.
    pub fn until(&mut self, mut ready: impl FnMut() -> bool) -> Outcome<Watched> {
        loop {
            self.all_alive()?;
            if ready() {
                return Ok(Watched::Ready);
            }
            match self.stop.recv_timeout(GLANCE) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(Watched::Stopped),
            }
        }
    }

    fn all_alive(&mut self) -> Outcome {
        for (name, child) in &mut self.running {
            if let Some(status) = child.try_wait().context(|| format!("cannot watch {name}"))? {
                return Err(Failure::new(format!(
                    "{name} ended by itself ({status}); what it said is above"
                )));
            }
        }
        Ok(())
    }

    /// Ends one program and what it started; the others go on.
    pub fn end(&mut self, name: &str) {
        let running = std::mem::take(&mut self.running);
        let (mut ending, staying) = running.into_iter().partition(|(running, _)| *running == name);
        self.running = staying;
        stop(&mut ending);
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        stop(&mut self.running);
    }
}

/// Tells of every Ctrl-C from now on. Once in a process.
///
/// # Errors
/// When the system does not let it listen.
pub fn interruptions() -> Outcome<Receiver<()>> {
    let (press, stop) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = press.send(());
    })
    .context(|| "cannot listen for Ctrl-C".into())?;
    Ok(stop)
}

fn stop(children: &mut [(&'static str, Child)]) {
    for (_, child) in &*children {
        signal(child, Signal::SIGTERM);
    }
    let deadline = Instant::now() + GRACE;
    for (_, child) in children {
        while Instant::now() < deadline && matches!(child.try_wait(), Ok(None)) {
            std::thread::sleep(GLANCE);
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
    fn a_program_that_ends_by_itself_is_named() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the long one", &mut long_lived()).unwrap();
        children.start("the short one", &mut Command::new("false")).unwrap();

        let failure = children.until(|| false).unwrap_err().to_string();

        assert!(failure.starts_with("the short one ended by itself"), "{failure}");
    }

    #[test]
    fn ctrl_c_ends_the_watch() {
        let (press, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the long one", &mut long_lived()).unwrap();
        press.send(()).unwrap();

        assert_eq!(children.until(|| false), Ok(Watched::Stopped));
    }

    #[test]
    fn the_end_of_one_leaves_the_others_running() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        children.start("the first", &mut long_lived()).unwrap();
        children.start("the second", &mut long_lived()).unwrap();

        children.end("the first");

        assert_eq!(children.running.len(), 1);
        assert_eq!(children.until(|| true), Ok(Watched::Ready));
    }

    #[test]
    fn nobody_survives_the_end_of_the_watch() {
        let (_keep, stop) = mpsc::channel();
        let mut children = Children::new(stop);
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600; true"]).stdout(Stdio::piped());
        children.start("a shell and its child", &mut shell).unwrap();
        let mut output = children.running[0].1.stdout.take().unwrap();
        let begun = Instant::now();

        drop(children);

        // The pipe ends when the last process that holds it is gone.
        output.read_to_end(&mut Vec::new()).unwrap();
        assert!(begun.elapsed() < GRACE + GRACE, "somebody lived on for {:?}", begun.elapsed());
    }
}
