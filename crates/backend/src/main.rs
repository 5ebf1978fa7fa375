//! The backend's program.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::startup::run()
}
