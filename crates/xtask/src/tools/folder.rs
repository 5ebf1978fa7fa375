use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::{Context, Failure, Outcome};

/// The folder with the installed tools. All checkouts of a user share it.
pub struct Toolbox {
    folder: PathBuf,
}

impl Toolbox {
    /// Opens `$TESTCLOUD_TOOLS`, or the default folder in the user's cache.
    ///
    /// # Errors
    /// Fails if no environment variable determines the folder, or the folder cannot be created.
    pub fn open() -> Outcome<Self> {
        let named = env::var_os("TESTCLOUD_TOOLS").map(PathBuf::from);
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
        let folder = named
            .or_else(|| cache.or(home).map(|cache| cache.join("testcloud-upgrading/tools")))
            .ok_or_else(|| {
                Failure::new("cannot determine the tools folder; set TESTCLOUD_TOOLS to a folder")
            })?;
        fs::create_dir_all(&folder).context(|| {
            format!(
                "cannot create the tools folder {}; set TESTCLOUD_TOOLS to a writable folder",
                folder.display()
            )
        })?;
        Ok(Self { folder })
    }

    /// Returns the folder for `cargo install --root`.
    pub fn root(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder for npm packages.
    pub fn npm(&self) -> PathBuf {
        self.folder.join("npm")
    }

    /// Returns the PATH for child processes: the tools folder, then the user's PATH.
    pub fn search_path(&self) -> OsString {
        let own = [self.folder.join("bin"), self.npm().join("node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }

    /// Returns the path of the program that a child process would run for this name.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path()).map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    /// Creates a command with the tools on its PATH, which its child processes inherit.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.env("PATH", self.search_path());
        command
    }
}
