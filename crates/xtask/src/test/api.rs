use std::{fs, process::Command};

use crate::{
    children::{Children, interruptions},
    failure::{Context, Outcome},
    process,
    sample_service::SampleService,
    tools::{self, Toolbox},
    workspace,
};

/// Runs Schemathesis against a backend with sample data and its OpenAPI document.
///
/// # Errors
/// Fails if a response does not match the document.
pub fn test() -> Outcome {
    let toolbox = Toolbox::open()?;
    let mut schemathesis = tools::ensure_schemathesis(&toolbox)?;
    process::run(&mut process::cargo(&["build", "--quiet", "--locked", "--package", "backend"]))?;
    let folder = workspace::target().join("api");
    if folder.exists() {
        fs::remove_dir_all(&folder).context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;

    let mut children = Children::new(interruptions()?);
    let mut backend = Command::new(workspace::backend_binary());
    let service = SampleService::start(&mut children, &mut backend, &folder)?;
    let sources = workspace::path("tests/api");
    // Schemathesis writes a cache to its working folder.
    schemathesis.current_dir(&folder).arg("--config-file").arg(sources.join("schemathesis.toml"));
    schemathesis.args(["run", &service.url("/api/v1/openapi.json"), "--url", &service.url(""), "--no-color"]);
    schemathesis
        .env("API_ORIGIN", service.url(""))
        .env("SCHEMATHESIS_HOOKS", sources.join("hooks.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    process::run(&mut schemathesis)
}
