//! Child processes of a command, which end with it, and requests to local servers.

use std::{
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

/// Time between SIGTERM and SIGKILL.
const GRACE: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Timeout of a request to a local server.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(2);

/// Whether the user has pressed Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);
/// A process can set its handler of Ctrl-C only once.
static HANDLER: OnceLock<Result<(), String>> = OnceLock::new();

/// Child processes that run in parallel and end together.
pub struct Children {
    running: Vec<(String, Child)>,
    stop: &'static AtomicBool,
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
    /// Creates an empty set that Ctrl-C ends.
    pub fn new() -> Result<Self> {
        let set = || ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed));
        HANDLER
            .get_or_init(|| set().map_err(|error| error.to_string()))
            .clone()
            .map_err(|error| anyhow!("cannot handle Ctrl-C: {error}"))?;
        Ok(Self { running: Vec::new(), stop: &STOP })
    }

    /// Starts a program in a new process group, so that its own children end with it.
    pub fn start(&mut self, name: &str, command: &mut Command) -> Result<()> {
        let child = command.stdin(Stdio::null()).process_group(0).spawn();
        self.running.push((name.to_owned(), child.with_context(|| format!("cannot start {name}"))?));
        Ok(())
    }

    /// Waits until a condition is true, while all programs are running.
    pub fn until(&mut self, mut ready: impl FnMut() -> bool) -> Result<Watched> {
        loop {
            for (name, child) in &mut self.running {
                if let Some(status) = child.try_wait()? {
                    bail!("{name} exited unexpectedly ({status}); see its output");
                }
            }
            if ready() {
                return Ok(Watched::Ready);
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Watched::Stopped);
            }
            sleep(POLL_INTERVAL);
        }
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for (_, child) in &self.running {
            signal(child, Signal::SIGTERM);
        }
        let deadline = Instant::now() + GRACE;
        for (_, child) in &mut self.running {
            while Instant::now() < deadline && matches!(child.try_wait(), Ok(None)) {
                std::thread::sleep(POLL_INTERVAL);
            }
            signal(child, Signal::SIGKILL);
            let _ = child.wait();
        }
    }
}

fn signal(child: &Child, signal: Signal) {
    if let Ok(group) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(group), signal);
    }
}

/// Returns whether the port on the loopback address is free.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Returns distinct free ports on the loopback address. Another program can take one before it is used.
pub fn free_ports<const N: usize>() -> Result<[u16; N]> {
    // Bind all ports at the same time, because the system could otherwise return the same port twice.
    let listeners: Vec<_> =
        (0..N).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).collect::<Result<_, _>>()?;
    let mut ports = [0; N];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        *port = listener.local_addr()?.port();
    }
    Ok(ports)
}

/// Returns whether a GET request for a page returns 200.
pub fn responds(url: &str) -> bool {
    client().get(url).header("Accept", "text/html").call().is_ok_and(|response| response.status() == 200)
}

/// Returns an HTTP client for local servers.
pub fn client() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(REQUEST_TIMEOUT)).proxy(None).build().into()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    fn children(commands: &mut [(&str, Command)]) -> Children {
        static NOT_PRESSED: AtomicBool = AtomicBool::new(false);
        let mut children = Children { running: Vec::new(), stop: &NOT_PRESSED };
        for (name, command) in commands {
            children.start(name, command).unwrap();
        }
        children
    }

    fn long_lived() -> Command {
        let mut command = Command::new("sleep");
        command.arg("600");
        command
    }

    #[test]
    fn program_that_exits_is_reported() {
        let mut commands = [("the long one", long_lived()), ("the short one", Command::new("false"))];
        let mut children = children(&mut commands);

        let error = children.until(|| false).unwrap_err().to_string();

        assert!(error.starts_with("the short one exited unexpectedly"), "{error}");
    }

    #[test]
    fn ctrl_c_ends_waiting() {
        static PRESSED: AtomicBool = AtomicBool::new(false);
        let mut children = children(&mut [("the long one", long_lived())]);
        children.stop = &PRESSED;
        assert_eq!(children.until(|| true).unwrap(), Watched::Ready);

        PRESSED.store(true, Ordering::Relaxed);

        assert_eq!(children.until(|| false).unwrap(), Watched::Stopped);
    }

    #[test]
    fn dropping_children_ends_all_processes() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600; true"]).stdout(Stdio::piped());
        let mut children = children(&mut [("a shell and its child", shell)]);
        let mut output = children.running[0].1.stdout.take().unwrap();
        let start = Instant::now();

        drop(children);

        // The pipe closes when the last process that inherited it exits.
        output.read_to_end(&mut Vec::new()).unwrap();
        assert!(start.elapsed() < GRACE + GRACE, "a process ran for {:?}", start.elapsed());
    }

    #[test]
    fn only_status_200_means_the_server_is_up() {
        for (status, is_up) in [("200 OK", true), ("503 Service Unavailable", false)] {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}/health/ready", listener.local_addr().unwrap());
            let server = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 512]);
                stream
                    .write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes())
                    .unwrap();
            });

            assert_eq!(responds(&url), is_up);
            server.join().unwrap();
        }
    }

    #[test]
    fn free_ports_are_distinct_and_free() {
        let [first, second, third] = free_ports().unwrap();

        assert!(first != second && second != third && first != third);
        assert!([first, second, third].into_iter().all(is_free));
        let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, first)).unwrap();
        assert!(!is_free(first));
    }
}
