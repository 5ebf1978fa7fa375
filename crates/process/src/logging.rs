//! The log of a process: one JSON object per line on standard error.
//!
//! Nothing that writes to the log can fail or panic. A line that cannot be written, for example on a full disk or to a
//! closed pipe, is counted. The next line that can be written is preceded by one with the number of lost lines.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};

static STANDARD_ERROR: Losses = Losses::new();

/// Logs one JSON object per line to standard error. `RUST_LOG` sets the level. A panic is logged in the same way.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        // Errors are reported by a macro that panics if standard error cannot be written.
        .log_internal_errors(false)
        .with_writer(|| LogWriter { losses: &STANDARD_ERROR, output: io::stderr().lock() });
    // A second call in one process, as in tests, keeps the first subscriber.
    if log.try_init().is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// The number of log lines that could not be written since the start of the process.
#[must_use]
pub fn lost_lines() -> u64 {
    STANDARD_ERROR.total.load(Ordering::Relaxed)
}

fn log_panic(info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("a panic without a message");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    let backtrace = std::backtrace::Backtrace::capture();
    tracing::error!(panic = message, location, %backtrace, "a thread panicked");
}

/// The lines that could not be written to an output.
struct Losses {
    total: AtomicU64,
    /// The lost lines that the log does not report yet.
    unreported: AtomicU64,
    /// Whether the last line was written in part.
    is_cut_off: AtomicBool,
}

impl Losses {
    const fn new() -> Self {
        Self { total: AtomicU64::new(0), unreported: AtomicU64::new(0), is_cut_off: AtomicBool::new(false) }
    }
}

/// Writes lines to `output`, which is locked as long as the writer exists. Never returns an error.
struct LogWriter<'a, W> {
    losses: &'a Losses,
    output: W,
}

impl<W: Write> Write for LogWriter<'_, W> {
    /// Writes one line. The subscriber calls this once for each event.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let lost = self.losses.unreported.load(Ordering::Relaxed);
        let report = if lost > 0 { report_of(lost) } else { String::new() };
        if self.write_line(report.as_bytes()) {
            self.losses.unreported.fetch_sub(lost, Ordering::Relaxed);
        }
        if !self.write_line(line) {
            self.losses.total.fetch_add(1, Ordering::Relaxed);
            self.losses.unreported.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Standard error is not buffered.
        Ok(())
    }
}

impl<W: Write> LogWriter<'_, W> {
    /// Returns whether the whole line was written.
    fn write_line(&mut self, line: &[u8]) -> bool {
        if line.is_empty() {
            return true;
        }
        if self.losses.is_cut_off.load(Ordering::Relaxed) {
            if self.write_bytes(b"\n") == 0 {
                return false;
            }
            self.losses.is_cut_off.store(false, Ordering::Relaxed);
        }
        let written = self.write_bytes(line);
        if written > 0 && written < line.len() {
            self.losses.is_cut_off.store(true, Ordering::Relaxed);
        }
        written == line.len()
    }

    /// Writes as many bytes as possible and returns their number.
    fn write_bytes(&mut self, bytes: &[u8]) -> usize {
        let mut written = 0;
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            match self.output.write(rest) {
                Ok(0) => break,
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        written
    }
}

/// A log line about lost lines. It is written inside the writer of another event, so it is not an event itself.
fn report_of(lost: u64) -> String {
    let mut line = String::from("{\"timestamp\":\"");
    // Writing to a string does not fail. A clock that cannot be formatted leaves the timestamp empty.
    let _ = SystemTime.format_time(&mut Writer::new(&mut line));
    let _ = writeln!(
        line,
        "\",\"level\":\"WARN\",\"message\":\"{lost} log lines were lost\",\"lost\":{lost},\"target\":\"process::logging\"}}"
    );
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output with room for `free` bytes.
    #[derive(Default)]
    struct Disk {
        free: usize,
        text: String,
    }

    impl Write for &mut Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let count = bytes.len().min(self.free);
            if count == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.free -= count;
            self.text.push_str(str::from_utf8(&bytes[..count]).unwrap());
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn log(losses: &Losses, disk: &mut Disk, line: &str) {
        LogWriter { losses, output: disk }.write_all(line.as_bytes()).unwrap();
    }

    #[test]
    fn lines_that_cannot_be_written_are_counted_and_reported_once() {
        let losses = Losses::new();
        let mut disk = Disk::default();
        for _ in 0..3 {
            log(&losses, &mut disk, "lost\n");
        }
        disk.free = 10_000;

        log(&losses, &mut disk, "fourth\n");
        log(&losses, &mut disk, "fifth\n");

        let lines: Vec<_> = disk.text.lines().collect();
        assert!(lines[0].contains("\"message\":\"3 log lines were lost\""), "{lines:?}");
        assert!(lines[0].starts_with("{\"timestamp\":\"20") && lines[0].ends_with('}'), "{lines:?}");
        assert_eq!(lines[1..], ["fourth", "fifth"]);
        assert_eq!(losses.total.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn line_after_one_that_was_cut_off_starts_on_a_new_line() {
        let losses = Losses::new();
        let mut disk = Disk { free: 4, text: String::new() };
        log(&losses, &mut disk, "truncated\n");
        log(&losses, &mut disk, "lost\n");
        disk.free = 10_000;

        log(&losses, &mut disk, "third\n");

        let lines: Vec<_> = disk.text.lines().collect();
        assert_eq!((lines[0], lines[2], lines.len()), ("trun", "third", 3));
        assert!(lines[1].contains("2 log lines were lost"), "{lines:?}");
    }
}
