//! The app as it is shipped.

use std::{fs::File, process::Command};

use crate::{
    catalogs, compress, console,
    failure::{Context, Outcome},
    process, split, style,
    tools::{self, Toolbox},
    workspace,
};

/// Builds the app into `dist/`.
///
/// # Errors
/// When a tool cannot be had or the build fails.
pub fn build(release: bool) -> Outcome {
    let toolbox = Toolbox::open()?;
    tools::ensure_build_tools(&toolbox)?;
    let _alone = alone()?;
    style::write(release)?;
    catalogs::write()?;
    let mut trunk = trunk(&toolbox, "build");
    if release {
        console::say("building the app for release; about 2 minutes on 2 cores when nothing is built yet");
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

/// Waits until no other build writes into `dist/`: two at once would take each other's files away.
fn alone() -> Outcome<File> {
    let path = workspace::target().join("dist.lock");
    let file = File::create(&path).context(|| format!("cannot create {}", path.display()))?;
    if file.try_lock().is_err() {
        console::say("waiting for another build of the app to end");
        file.lock().context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

/// A Trunk command in the workspace's root that finds its tools.
pub fn trunk(toolbox: &Toolbox, subcommand: &str) -> Command {
    let mut trunk = toolbox.command("trunk");
    trunk.arg(subcommand).current_dir(workspace::root()).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // What failed to compile is what the person wants to read, not where in Trunk it was noticed.
    trunk.env("RUST_BACKTRACE", "0");
    // Trunk reads the variable as a flag of its own and takes nothing but `true` and `false`.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk
}
