use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::{Context, Failure, Outcome};

/// The folder tools are installed into, shared by every checkout of the same user.
pub struct Toolbox {
    folder: PathBuf,
}

impl Toolbox {
    /// Opens `$TESTCLOUD_TOOLS`, or the folder for it in the user's cache.
    ///
    /// # Errors
    /// When no folder is known or it cannot be created.
    pub fn open() -> Outcome<Self> {
        let named = env::var_os("TESTCLOUD_TOOLS").map(PathBuf::from);
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
        let folder = named
            .or_else(|| cache.or(home).map(|cache| cache.join("testcloud-upgrading/tools")))
            .ok_or_else(|| Failure::new("no folder for tools is known; set TESTCLOUD_TOOLS to one"))?;
        fs::create_dir_all(&folder).context(|| {
            format!(
                "cannot create the tools folder {}; set TESTCLOUD_TOOLS to one that can be written",
                folder.display()
            )
        })?;
        Ok(Self { folder })
    }

    /// Where `cargo install --root` puts things.
    pub fn root(&self) -> &Path {
        &self.folder
    }

    /// Where npm packages go.
    pub fn npm(&self) -> PathBuf {
        self.folder.join("npm")
    }

    /// The search path for child processes: the tools folder, then the user's own.
    pub fn search_path(&self) -> OsString {
        let own = [self.folder.join("bin"), self.npm().join("node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }

    /// The program a child process would run under that name.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path()).map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    /// A command that finds the tools, itself and in whatever it starts.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.env("PATH", self.search_path());
        command
    }
}
