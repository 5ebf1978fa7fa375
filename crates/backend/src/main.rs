//! The backend executable.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::startup::run()
}
