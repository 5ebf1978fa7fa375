//! Finds the tools that the commands require, and installs missing ones.

use std::{
    env,
    ffi::OsString,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use fs_err as fs;
use sha2::{Digest, Sha256};
use xshell::{Shell, cmd};

use crate::{say, workspace};

const TRUNK: &str = "0.21.14";
const GECKODRIVER: &str = "0.37.1";
const MUTANTS: &str = "27.1.0";
const WASM: &str = "wasm32-unknown-unknown";

/// A shell in the workspace root, and the folder with the installed tools. All checkouts of a user share the folder.
pub struct Tools {
    /// Its PATH starts with the installed tools.
    pub sh: Shell,
    folder: PathBuf,
    npm: Locked,
    element: Locked,
    python: Locked,
}

/// Packages of a lock file. Each content of the lock file has a separate folder.
struct Locked {
    folder: PathBuf,
    lock: PathBuf,
}

/// A browser and its driver. The driver of WebKit includes the browser.
pub struct Browser {
    pub program: PathBuf,
    pub driver: PathBuf,
}

impl Tools {
    /// Opens `$TESTCLOUD_TOOLS`, or the default folder in the user's cache.
    pub fn open() -> Result<Self> {
        let cache = || env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
        let folder = env::var_os("TESTCLOUD_TOOLS")
            .map(PathBuf::from)
            .or_else(|| cache().or_else(home).map(|cache| cache.join("testcloud-upgrading/tools")))
            .context("cannot determine the tools folder; set TESTCLOUD_TOOLS to a folder")?;
        fs::create_dir_all(&folder).context("set TESTCLOUD_TOOLS to a writable folder")?;
        let locked = |name: &str, lock: &str| -> Result<Locked> {
            let lock = workspace::path(lock);
            let hash = Sha256::digest(fs::read(&lock)?);
            let hash = base16ct::lower::encode_string(&hash[..6]);
            Ok(Locked { folder: folder.join(format!("{name}-{hash}")), lock })
        };
        let npm = locked("npm", "crates/xtask/npm/package-lock.json")?;
        let element = locked("element", "embed/package-lock.json")?;
        let python = locked("python", "crates/xtask/python/requirements.txt")?;
        let sh = Shell::new()?;
        sh.change_dir(workspace::root());
        let own = [folder.join("bin"), npm.folder.join("node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        sh.set_var("PATH", env::join_paths(own.into_iter().chain(env::split_paths(&inherited)))?);
        Ok(Self { sh, folder, npm, element, python })
    }

    /// Returns the path of the program that a command would run.
    fn find(&self, program: &str) -> Option<PathBuf> {
        which::which_in(program, Some(self.path()), workspace::root()).ok()
    }

    /// Returns the PATH of the commands.
    pub fn path(&self) -> OsString {
        self.sh.var_os("PATH").unwrap_or_default()
    }

    /// Installs missing tools for a build of the app.
    pub fn ensure_build_tools(&self) -> Result<()> {
        self.ensure_wasm_target()?;
        self.ensure_cargo_tool("trunk", "trunk", TRUNK, "9 minutes")?;
        self.ensure_wasm_bindgen()?;
        self.ensure_npm()
    }

    /// Adds the WebAssembly target to the toolchain if it is missing.
    pub fn ensure_wasm_target(&self) -> Result<()> {
        let sh = &self.sh;
        let sysroot = cmd!(sh, "rustc --print sysroot").read()?;
        if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
            return Ok(());
        }
        cmd!(sh, "rustup target add {WASM}").run().context("cannot add the WebAssembly target")
    }

    /// Installs the wasm-bindgen programs unless they are available in exactly the locked version.
    pub fn ensure_wasm_bindgen(&self) -> Result<()> {
        let version = workspace::locked_version("wasm-bindgen")?;
        self.ensure_cargo_tool("wasm-bindgen-cli", "wasm-bindgen-test-runner", &version, "2 minutes")
    }

    /// Installs cargo-mutants if it is missing.
    pub fn ensure_mutants(&self) -> Result<()> {
        self.ensure_cargo_tool("cargo-mutants", "cargo-mutants", MUTANTS, "3 minutes")
    }

    /// Installs a package with cargo unless its program is available in exactly this version.
    fn ensure_cargo_tool(&self, package: &str, program: &str, version: &str, duration: &str) -> Result<()> {
        let (sh, root) = (&self.sh, &self.folder);
        if self.has_version(program, version) {
            return Ok(());
        }
        if self.find("cargo-binstall").is_some() {
            let options = ["--no-confirm", "--force", "--disable-strategies", "compile"];
            let _ = cmd!(sh, "cargo binstall {options...} --root {root} {package}@{version}").run();
        }
        if !self.has_version(program, version) {
            say(format!("installing {package} {version} with cargo, about {duration} on 2 cores"));
            // The lock file of wasm-bindgen-cli contains crates that this toolchain cannot build.
            let locked = (package != "wasm-bindgen-cli").then_some("--locked");
            cmd!(sh, "cargo install {package} --version {version} --root {root} --force {locked...}")
                .run()?;
        }
        ensure!(
            self.has_version(program, version),
            "{program} is not version {version} after its installation"
        );
        Ok(())
    }

    fn has_version(&self, program: &str, version: &str) -> bool {
        let sh = &self.sh;
        // A cargo subcommand expects its own name as the first argument.
        let name = program.strip_prefix("cargo-");
        let output = self
            .find(program)
            .map(|program| cmd!(sh, "{program} {name...} --version").ignore_stderr().read());
        output.is_some_and(|output| output.is_ok_and(|text| names_version(&text, version)))
    }

    /// Installs the packages of `crates/xtask/npm` if they are missing. Install scripts do not run.
    pub fn ensure_npm(&self) -> Result<()> {
        self.install_npm(&self.npm, "the npm tools")
    }

    /// Installs the development packages of `embed/` if they are missing, and links them there as `node_modules`.
    pub fn ensure_element_packages(&self) -> Result<()> {
        self.install_npm(&self.element, "the packages of the element")?;
        let (link, packages) =
            (workspace::path("embed/node_modules"), self.element.folder.join("node_modules"));
        // A folder is from `npm ci` in `embed/`.
        if fs::read_link(&link).is_ok_and(|target| target == packages)
            || (link.is_dir() && !link.is_symlink())
        {
            return Ok(());
        }
        if link.is_symlink() {
            fs::remove_file(&link)?;
        }
        Ok(fs::os::unix::fs::symlink(packages, link)?)
    }

    fn install_npm(&self, packages: &Locked, what: &str) -> Result<()> {
        let sh = &self.sh;
        if self.find("node").is_none() || self.find("npm").is_none() {
            bail!("node and npm are required; install Node.js 20 or later with npm");
        }
        self.install(packages, what, |folder| {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(packages.lock.with_file_name(file), folder.join(file))?;
            }
            Ok(cmd!(sh, "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix {folder}")
                .run()?)
        })
    }

    /// Returns the path of a file in an npm package. Installs the packages if they are missing.
    pub fn npm_file(&self, name: &str) -> Result<PathBuf> {
        self.ensure_npm()?;
        Ok(self.npm.folder.join("node_modules").join(name))
    }

    /// Returns the path of a program of `crates/xtask/python`. Installs the packages if they are missing.
    pub fn python_program(&self, name: &str) -> Result<PathBuf> {
        let (sh, lock) = (&self.sh, &self.python.lock);
        if cmd!(sh, "python3 -c 'import ensurepip'").quiet().ignore_stderr().run().is_err() {
            self.apt(&["python3-venv"])?;
        }
        self.install(&self.python, "the Python tools", |folder| {
            cmd!(sh, "python3 -m venv {folder}").run()?;
            let pip = folder.join("bin/pip");
            let options = ["--quiet", "--disable-pip-version-check", "--require-hashes"];
            cmd!(sh, "{pip} install {options...} --requirement {lock}")
                .run()
                .context("Python 3.11 is required")
        })?;
        Ok(self.python.folder.join("bin").join(name))
    }

    /// Installs the packages of a lock file into their folder, once.
    fn install(&self, locked: &Locked, what: &str, install: impl Fn(&Path) -> Result<()>) -> Result<()> {
        // Another checkout can install the same packages at the same time.
        let lock = File::create(self.folder.join(".lock"))?;
        lock.lock()?;
        let (folder, complete) = (&locked.folder, locked.folder.join(".complete"));
        if complete.exists() {
            return Ok(());
        }
        say(format!("installing {what}, less than a minute"));
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        install(folder).with_context(|| format!("cannot install {what}"))?;
        Ok(fs::write(complete, "")?)
    }

    /// Finds Chromium and its driver. Installs them with apt if they are missing.
    pub fn chromium(&self) -> Result<Browser> {
        // Both are from one source, because no session starts if their versions differ.
        let programs = ["chromium", "chromium-browser", "google-chrome"];
        self.browser(&programs, "chromedriver", &["chromium", "chromium-driver"])
    }

    /// Finds Firefox and its driver. Installs them with apt and cargo if they are missing.
    pub fn firefox(&self) -> Result<Browser> {
        // Debian has no package for geckodriver.
        self.ensure_cargo_tool("geckodriver", "geckodriver", GECKODRIVER, "2 minutes")?;
        self.browser(&["firefox-esr", "firefox"], "geckodriver", &["firefox-esr"])
    }

    /// Finds Xvfb, a virtual screen, and the driver of WebKitGTK. Installs them with apt if they are missing.
    pub fn webkit(&self) -> Result<Browser> {
        self.browser(&["Xvfb"], "WebKitWebDriver", &["xvfb", "webkit2gtk-driver"])
    }

    fn browser(&self, programs: &[&str], driver: &str, packages: &[&str]) -> Result<Browser> {
        let find = || {
            let program = programs.iter().find_map(|name| self.find(name))?;
            Some(Browser { program, driver: self.find(driver)? })
        };
        let mut missing = if find().is_none() { packages.to_vec() } else { Vec::new() };
        // Without any font, browsers render no text.
        let home = env::var_os("HOME").unwrap_or_default();
        let fonts = [
            "/usr/share/fonts".into(),
            "/usr/local/share/fonts".into(),
            Path::new(&home).join(".local/share/fonts"),
        ];
        let has_entries =
            |folder: &PathBuf| fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
        if cfg!(target_os = "linux") && !fonts.iter().any(has_entries) {
            missing.push("fonts-dejavu-core");
        }
        if !missing.is_empty() {
            self.apt(&missing)?;
        }
        find().with_context(|| {
            format!("{programs:?} and {driver} are not on the PATH after their installation")
        })
    }

    /// Installs Debian packages.
    fn apt(&self, packages: &[&str]) -> Result<()> {
        let sh = &self.sh;
        let remedy = || {
            format!("install them with `sudo apt-get install --no-install-recommends {}`", packages.join(" "))
        };
        if self.find("apt-get").is_none() || !is_root() {
            bail!("packages are missing; {}", remedy());
        }
        say("installing packages with apt, about 2 minutes");
        let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
        cmd!(sh, "apt-get update -qq").run().with_context(remedy)?;
        cmd!(sh, "apt-get install -y -qq --no-install-recommends {packages...}").run().with_context(remedy)
    }
}

/// Returns whether this process runs as root. As root, apt works, and Chromium runs only without its sandbox.
pub fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_matched_as_a_whole_word() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(!names_version("trunk 0.21.140\n", "0.21.14"));
    }

    #[test]
    fn trunk_pins_the_versions_of_the_lock_files() {
        let trunk = fs::read_to_string(workspace::path("Trunk.toml")).unwrap();
        let npm = fs::read_to_string(workspace::path("crates/xtask/npm/package.json")).unwrap();
        let npm: serde_json::Value = serde_json::from_str(&npm).unwrap();
        let binaryen = npm["dependencies"]["binaryen"].as_str().unwrap();
        let wasm_bindgen = workspace::locked_version("wasm-bindgen").unwrap();

        assert!(trunk.contains(&format!("wasm_opt = \"version_{}\"", binaryen.trim_end_matches(".0.0"))));
        assert!(trunk.contains(&format!("wasm_bindgen = \"{wasm_bindgen}\"")));
    }

    #[test]
    fn npm_lock_files_name_no_registry() {
        for lock in ["crates/xtask/npm/package-lock.json", "embed/package-lock.json"] {
            let lock = fs::read_to_string(workspace::path(lock)).unwrap();

            assert!(!lock.contains("\"resolved\""));
        }
    }
}
