//! The commands of the workspace: `cargo xtask help` lists them.

mod amounts;
mod arguments;
mod borders;
mod build;
mod catalogs;
mod children;
mod command;
mod compress;
mod console;
mod failure;
mod lighthouse;
mod lint;
mod openapi;
mod probe;
mod process;
mod sample_service;
mod serve;
mod size;
mod split;
mod style;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)).and_then(command::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console::complain(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}
