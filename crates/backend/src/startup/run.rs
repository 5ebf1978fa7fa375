use std::io::Write;
use std::process::ExitCode;

use process::logging;
use tokio::runtime::Runtime;

use super::{apply, attempts, audit, serve};
use crate::cli::{AuditCommand, Command, OpenapiArguments, parse};

/// Runs the command. On failure, prints one sentence to standard error and returns exit code 1.
#[must_use]
pub fn run() -> ExitCode {
    let result = dispatch();
    logging::flush();
    match result {
        Ok(code) => code,
        Err(message) => {
            let _ = writeln!(std::io::stderr().lock(), "backend: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<ExitCode, String> {
    let arguments = match parse(std::env::args_os())? {
        Ok(arguments) => arguments,
        Err(text) => return print(&text).map(|()| ExitCode::SUCCESS),
    };
    let result = match arguments.command {
        Some(Command::Openapi(arguments)) => openapi(&arguments),
        Some(Command::Audit(AuditCommand::Verify(settings))) => {
            let (text, code) = runtime()?.block_on(audit::verify(&settings))?;
            return print(&text).map(|()| code);
        }
        Some(Command::Apply(arguments)) => {
            let text = runtime()?.block_on(apply::apply(&arguments))?;
            return print(&text).map(|()| ExitCode::SUCCESS);
        }
        Some(Command::Attempts(command)) => block_on(attempts::attempts(command)),
        Some(Command::Serve(arguments)) => block_on(serve::serve(arguments)),
        None => block_on(serve::serve(arguments.serve)),
    };
    result.map(|()| ExitCode::SUCCESS)
}

fn openapi(arguments: &OpenapiArguments) -> Result<(), String> {
    let document = crate::routes::document();
    match &arguments.write {
        Some(file) => std::fs::write(file, document).map_err(|error| {
            format!("the OpenAPI document cannot be written to {}: {error}", file.display())
        }),
        None => print(&document),
    }
}

pub(super) fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot write to standard output: {error}"))
}

fn block_on(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    logging::start();
    runtime()?.block_on(work)
}

fn runtime() -> Result<Runtime, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("the async runtime cannot be started: {error}"))
}
