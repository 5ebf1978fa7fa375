//! The checked-in OpenAPI document and the one the backend makes.

use std::{fs, path::PathBuf};

use crate::{
    failure::{Context, Failure, Outcome},
    process, workspace,
};

const REMEDY: &str = "renew it with `cargo xtask openapi --write` and review the difference";

/// Compares the checked-in document with the generated one.
///
/// # Errors
/// Names the first line that differs, or what could not be run or read.
pub fn check() -> Outcome {
    let generated = generated()?;
    let file = file();
    let checked_in =
        fs::read_to_string(&file).context(|| format!("cannot read {}, {REMEDY}", file.display()))?;
    compare(&checked_in, &generated)
}

/// Replaces the checked-in document.
///
/// # Errors
/// When the backend does not run or the file cannot be written.
pub fn write() -> Outcome {
    let file = file();
    fs::write(&file, generated()?).context(|| format!("cannot write {}", file.display()))
}

fn generated() -> Outcome<String> {
    process::output(&mut process::cargo(&[
        "run",
        "--quiet",
        "--locked",
        "--package",
        "backend",
        "--",
        "openapi",
    ]))
}

fn file() -> PathBuf {
    workspace::path("crates/contract/openapi.json")
}

fn compare(checked_in: &str, generated: &str) -> Outcome {
    if checked_in == generated {
        return Ok(());
    }
    let same = checked_in.lines().zip(generated.lines()).take_while(|(left, right)| left == right).count();
    let of = |text: &str| text.lines().nth(same).unwrap_or("(end)").trim().to_owned();
    Err(Failure::new(format!(
        "crates/contract/openapi.json differs from line {} on: it says `{}`, the backend `{}`; {REMEDY}",
        same + 1,
        of(checked_in),
        of(generated)
    )))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn equal_documents_pass() {
        assert_eq!(compare("{\n}\n", "{\n}\n"), Ok(()));
    }

    #[test]
    fn the_first_difference_is_named() {
        let failure = compare("{\n  \"a\": 1\n}\n", "{\n  \"a\": 2\n}\n").unwrap_err().to_string();

        assert!(failure.contains("line 2") && failure.contains("`\"a\": 2`"), "{failure}");
    }

    #[test]
    fn a_longer_document_is_a_difference() {
        assert!(compare("{}\n", "{}\n{}\n").is_err());
    }
}
