//! What the commands say to the person at the terminal.

use std::io::Write;

/// Writes one line to standard output; a closed pipe is no reason to stop working.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Writes one line to standard error.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
