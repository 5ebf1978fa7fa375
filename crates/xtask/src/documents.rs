//! Checks that the documents mention only existing tests.

use std::collections::BTreeSet;

use fs_err as fs;

use crate::workspace;

/// Metric labels, not tests.
const LABELS: [&str; 3] =
    ["too_many_requests_of_client", "too_many_unread_of_client", "too_many_bodies_of_client"];

const DOCUMENTS: [&str; 2] = ["CHANGELOG.md", "docs/ux.md"];

/// Returns the names of all functions.
fn functions() -> BTreeSet<String> {
    let folders = ["src", "crates", "tests", "examples"].map(workspace::path);
    let files = folders.iter().flat_map(|folder| workspace::files(folder, &["rs"]).unwrap());
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    let names = texts.flat_map(|text| {
        let names: Vec<String> = text
            .split("fn ")
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
            .collect();
        names
    });
    names.collect()
}

/// Returns whether a code span is a test name: at least five words, because shorter names are columns, codes and
/// metrics.
fn is_test_name(code: &str) -> bool {
    !LABELS.contains(&code)
        && code.split('_').count() >= 5
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[test]
fn documents_name_tests_that_exist() {
    let functions = functions();
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(workspace::path(document)).unwrap();
        let code = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
        let named: Vec<_> = code.filter(|code| is_test_name(code)).collect();
        assert!(named.len() > 50, "only {} tests are named in {document}", named.len());
        missing.extend(
            named.iter().filter(|name| !functions.contains(**name)).map(|name| format!("{document}: {name}")),
        );
    }

    assert!(functions.len() > 1_000, "only {} functions were found", functions.len());
    assert!(missing.is_empty(), "{missing:#?}");
}
