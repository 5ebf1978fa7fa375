//! The log of a process: one JSON object per line on standard error.
//!
//! Nothing that writes to the log can fail, panic or block. A thread of its own writes the lines, so a reader that stalls
//! stops that thread only. A line that cannot be written, for example on a full disk, to a closed pipe or while the queue
//! is full, is counted. The next line that can be written is preceded by one with the number of lost lines.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};

static STANDARD_ERROR: Losses = Losses::new();

/// The most lines that wait to be written.
const QUEUE_LINES: usize = 4_096;
/// The longest wait for the queue at the end of the process.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

static QUEUE: OnceLock<SyncSender<Entry>> = OnceLock::new();

enum Entry {
    Line(Vec<u8>),
    /// Answered when all earlier lines are written.
    Flush(SyncSender<()>),
}

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
        .with_writer(|| QueueWriter { losses: &STANDARD_ERROR, queue: QUEUE.get() });
    // A second call in one process, as in tests, keeps the first subscriber.
    if log.try_init().is_err() {
        return;
    }
    std::panic::set_hook(Box::new(log_panic));
    let (queue, lines) = sync_channel(QUEUE_LINES);
    let writer = std::thread::Builder::new().name("log".to_owned());
    // Without the thread, every line counts as lost.
    if writer.spawn(move || write_all(&lines, &STANDARD_ERROR, io::stderr())).is_ok() {
        let _ = QUEUE.set(queue);
    }
}

/// Waits until the lines so far are written, for two seconds at most. Call this at the end of the process.
pub fn flush() {
    let Some(queue) = QUEUE.get() else { return };
    let (done, is_done) = sync_channel(1);
    if queue.try_send(Entry::Flush(done)).is_ok() {
        let _ = is_done.recv_timeout(FLUSH_TIMEOUT);
    }
}

/// Writes the lines of the queue until all senders are gone.
fn write_all(lines: &Receiver<Entry>, losses: &Losses, mut output: impl Write) {
    for entry in lines {
        match entry {
            Entry::Line(line) => {
                // The writer never returns an error.
                let _ = LogWriter { losses, output: &mut output }.write(&line);
            }
            Entry::Flush(done) => {
                let _ = done.try_send(());
            }
        }
    }
}

/// Queues lines. Never blocks and never returns an error.
struct QueueWriter<'a> {
    losses: &'a Losses,
    queue: Option<&'a SyncSender<Entry>>,
}

impl Write for QueueWriter<'_> {
    /// Queues one line. The subscriber calls this once for each event.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let is_queued = self.queue.is_some_and(|queue| queue.try_send(Entry::Line(line.to_owned())).is_ok());
        if !is_queued {
            self.losses.count_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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

    fn count_one(&self) {
        self.total.fetch_add(1, Ordering::Relaxed);
        self.unreported.fetch_add(1, Ordering::Relaxed);
    }
}

/// Writes lines to `output`. Never returns an error.
struct LogWriter<'a, W> {
    losses: &'a Losses,
    output: W,
}

impl<W: Write> Write for LogWriter<'_, W> {
    /// Writes one line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let lost = self.losses.unreported.load(Ordering::Relaxed);
        let report = if lost > 0 { report_of(lost) } else { String::new() };
        if self.write_line(report.as_bytes()) {
            self.losses.unreported.fetch_sub(lost, Ordering::Relaxed);
        }
        if !self.write_line(line) {
            self.losses.count_one();
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

    /// An output whose reader has stalled.
    struct Stalled(Receiver<()>);

    impl Write for Stalled {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Blocks until the test drops the sender.
            let _ = self.0.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_lost_and_counted_while_the_reader_stalls() {
        static LOSSES: Losses = Losses::new();
        let (queue, lines) = sync_channel(8);
        let (reader, stalled) = sync_channel(0);
        let writer = std::thread::spawn(move || write_all(&lines, &LOSSES, Stalled(stalled)));

        for _ in 0..100 {
            QueueWriter { losses: &LOSSES, queue: Some(&queue) }.write_all(b"line\n").unwrap();
        }

        let lost = LOSSES.total.load(Ordering::Relaxed);
        // 8 lines wait, and the thread may have taken one.
        assert!((91..=92).contains(&lost), "{lost}");
        drop((reader, queue));
        writer.join().unwrap();
        assert_eq!(LOSSES.total.load(Ordering::Relaxed), lost);
        assert_eq!(LOSSES.unreported.load(Ordering::Relaxed), 0, "the losses are reported");
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
