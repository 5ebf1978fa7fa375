//! Checks and updates the checked-in OpenAPI document.

use std::{fs, path::PathBuf};

use crate::{
    failure::{Context, Failure, Outcome},
    process, workspace,
};

const REMEDY: &str = "update it with `cargo xtask openapi --write` and review the changes";

/// Compares the checked-in document with the one that the backend generates.
///
/// # Errors
/// Reports the first line that differs.
pub fn check() -> Outcome {
    let generated = generated()?;
    let file = file();
    let checked_in =
        fs::read_to_string(&file).context(|| format!("cannot read {}, {REMEDY}", file.display()))?;
    compare(&checked_in, &generated)
}

/// Updates the checked-in document.
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
    let equal = checked_in.lines().zip(generated.lines()).take_while(|(left, right)| left == right).count();
    let line = |text: &str| text.lines().nth(equal).unwrap_or("(end)").trim().to_owned();
    Err(Failure::new(format!(
        "crates/contract/openapi.json is out of date: line {} is `{}`, the backend generates `{}`; {REMEDY}",
        equal + 1,
        line(checked_in),
        line(generated)
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
    fn first_difference_is_reported() {
        let failure = compare("{\n  \"a\": 1\n}\n", "{\n  \"a\": 2\n}\n").unwrap_err().to_string();

        assert!(failure.contains("line 2") && failure.contains("`\"a\": 2`"), "{failure}");
    }

    #[test]
    fn longer_document_is_a_difference() {
        assert!(compare("{}\n", "{}\n{}\n").is_err());
    }
}
