//! The commands of this workspace. `cargo xtask help` lists them.

mod amounts;
mod arguments;
mod build;
mod catalogs;
mod children;
mod command;
mod compress;
mod console;
#[cfg(test)]
mod documents;
mod failure;
mod imports;
mod lighthouse;
mod lint;
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

use arguments::Arguments;
use clap::Parser;

fn main() -> ExitCode {
    match command::run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console::complain(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}
