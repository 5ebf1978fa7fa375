//! Builds the app.

use std::{fs::File, process::Command};

use crate::{
    catalogs, compress, console,
    failure::{Context, Outcome},
    process, split, style,
    tools::{self, Toolbox},
    workspace,
};

/// Builds the app into `dist/`.
pub fn build(release: bool) -> Outcome {
    let toolbox = Toolbox::open()?;
    tools::ensure_build_tools(&toolbox)?;
    let _lock = lock_dist()?;
    style::write(release)?;
    catalogs::write()?;
    let mut trunk = trunk(&toolbox, "build");
    if release {
        console::say("building the app for release; the first build takes about 2 minutes on 2 cores");
        trunk.args(["--release", "--locked", "--features", split::FEATURE]);
    }
    process::run(&mut trunk)?;
    if release {
        let dist = workspace::path("dist");
        split::split(&toolbox, &dist)?;
        catalogs::name_in_page(&dist)?;
        compress::compress(&dist)?;
    }
    Ok(())
}

/// Waits until no other build writes into `dist/`, because concurrent builds would remove each other's files.
fn lock_dist() -> Outcome<File> {
    let path = workspace::target().join("dist.lock");
    let file = File::create(&path).context(|| format!("cannot create {}", path.display()))?;
    if file.try_lock().is_err() {
        console::say("waiting for another build of the app to finish");
        file.lock().context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

/// Creates a Trunk command in the workspace root, with the tools on its PATH.
pub fn trunk(toolbox: &Toolbox, subcommand: &str) -> Command {
    let mut trunk = toolbox.command("trunk");
    trunk.arg(subcommand).current_dir(workspace::root()).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Show only the compile error, without a backtrace of Trunk.
    trunk.env("RUST_BACKTRACE", "0");
    // Trunk also parses this variable as its own flag and accepts only `true` and `false`.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk
}
