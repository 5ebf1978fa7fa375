//! Terminal output of the commands.

use std::io::Write;

/// Writes a line to standard output. Ignores errors, so that a closed pipe does not stop the command.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Writes a line to standard error.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
