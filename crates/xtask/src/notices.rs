//! Collects the licenses of the third-party crates in the app and the backend.
//!
//! cargo-about does the same, but takes more than four minutes to compile.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::Value;
use xshell::cmd;

use crate::tools::Tools;

/// The name of the file in a release.
pub const FILE: &str = "third-party-notices.txt";

/// Writes each license text once, after the crates that contain it.
pub fn write(folder: &Path) -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    let packages = ["--package", "testcloud-upgrading", "--package", "backend", "--target", "all"];
    let tree = cmd!(sh, "cargo tree --locked --edges normal --prefix none {packages...}").read()?;
    let used: BTreeSet<_> = tree.lines().filter_map(|line| line.split_once(" v")).collect();
    let used: BTreeSet<_> =
        used.iter().map(|(name, rest)| (*name, rest.split(' ').next().unwrap_or(rest))).collect();
    let metadata = cmd!(sh, "cargo metadata --locked --format-version 1").read()?;
    let metadata: Value = serde_json::from_str(&metadata)?;

    let mut licenses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let (name, version, license) = (text("name"), text("version"), text("license"));
        if package["source"].is_null() || !used.contains(&(name, version)) {
            continue;
        }
        let title = format!("{name} {version} ({license}) {}", text("repository"));
        let texts = license_texts(Path::new(text("manifest_path")))?;
        let fallback = || vec![format!("No license file. Authors: {}", package["authors"])];
        for license in if texts.is_empty() { fallback() } else { texts } {
            licenses.entry(license).or_default().insert(title.clone());
        }
    }
    let section = |(license, crates): (String, BTreeSet<String>)| {
        let crates: Vec<_> = crates.into_iter().collect();
        format!("{}\n\n{license}\n\n{}\n\n", crates.join("\n"), "-".repeat(80))
    };
    Ok(fs::write(folder.join(FILE), licenses.into_iter().map(section).collect::<String>())?)
}

/// Returns the texts of the license files next to a manifest.
fn license_texts(manifest: &Path) -> Result<Vec<String>> {
    let mut texts = BTreeSet::new();
    for entry in fs::read_dir(manifest.with_file_name(""))? {
        let (path, name) = {
            let entry = entry?;
            (entry.path(), entry.file_name().to_string_lossy().to_lowercase())
        };
        let is_license = ["license", "licence", "copying", "notice", "unlicense"]
            .iter()
            .any(|start| name.starts_with(start));
        if is_license && path.is_file() {
            texts.insert(fs::read_to_string(path)?.replace("\r\n", "\n").trim().to_owned());
        }
    }
    Ok(texts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_contain_the_crates_and_their_licenses() {
        let folder = tempfile::tempdir().unwrap();

        write(folder.path()).unwrap();

        let notices = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(notices.contains("\nleptos 0.8") || notices.starts_with("leptos 0.8"));
        assert!(notices.contains("axum 0.") && notices.contains("Permission is hereby granted"));
        assert!(!notices.contains("proptest"), "tests are not part of a release");
    }
}
