use serde_json::Value;

use crate::{
    failure::{Context, Failure, Outcome},
    process,
};

/// A rule for the dependencies of a package, except for its dev-dependencies.
struct Border {
    package: &'static str,
    rule: Rule,
}

enum Rule {
    Only(&'static [&'static str]),
    Never(&'static [&'static str]),
}

const BORDERS: &[Border] = &[
    Border { package: "billing", rule: Rule::Only(&["rust_decimal", "serde"]) },
    Border { package: "contract", rule: Rule::Only(&["billing", "serde", "utoipa"]) },
    Border {
        package: "backend",
        rule: Rule::Never(&[
            "testcloud-upgrading",
            "leptos",
            "leptos_router",
            "gloo-net",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
        ]),
    },
    Border {
        package: "testcloud-upgrading",
        rule: Rule::Never(&["backend", "axum", "sqlx", "tokio", "reqwest", "rust_decimal"]),
    },
];

/// Returns the violations of the rules between crates, according to `cargo metadata`.
pub fn violations() -> Outcome<Vec<String>> {
    let text = process::output(&mut process::cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context(|| "cargo metadata is not JSON".into())?;
    check_metadata(&metadata)
}

fn check_metadata(metadata: &Value) -> Outcome<Vec<String>> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found = Vec::new();
    for Border { package, rule } in BORDERS {
        let manifest = packages.iter().find(|known| known["name"] == *package).ok_or_else(|| {
            Failure::new(format!("the import rules contain the package {package}, which does not exist"))
        })?;
        for dependency in dependencies(manifest) {
            if !rule.allows(dependency) {
                found.push(format!("{package}'s Cargo.toml must not depend on {dependency}"));
            }
        }
    }
    Ok(found)
}

fn dependencies(manifest: &Value) -> impl Iterator<Item = &str> {
    let listed = manifest["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    listed.iter().filter(|entry| entry["kind"] != "dev").filter_map(|entry| entry["name"].as_str())
}

impl Rule {
    fn allows(&self, dependency: &str) -> bool {
        match self {
            Self::Only(names) => names.contains(&dependency),
            Self::Never(names) => !names.contains(&dependency),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{BORDERS, check_metadata};

    fn workspace_where(package: &str, dependency: &str, kind: &Value) -> Value {
        let packages: Vec<Value> = BORDERS
            .iter()
            .map(|border| {
                let own = json!([{ "name": dependency, "kind": kind }]);
                let none = json!([]);
                json!({ "name": border.package, "dependencies": if border.package == package { own } else { none } })
            })
            .collect();
        json!({ "packages": packages })
    }

    #[test]
    fn every_crate_rule_detects_violations() {
        let wrong = [
            ("billing", "tokio"),
            ("contract", "axum"),
            ("backend", "testcloud-upgrading"),
            ("testcloud-upgrading", "sqlx"),
        ];

        for (package, dependency) in wrong {
            let found = check_metadata(&workspace_where(package, dependency, &Value::Null)).unwrap();

            assert_eq!(found, [format!("{package}'s Cargo.toml must not depend on {dependency}")]);
        }
    }

    #[test]
    fn dev_dependencies_are_ignored() {
        assert_eq!(check_metadata(&workspace_where("billing", "proptest", &json!("dev"))), Ok(vec![]));
    }

    #[test]
    fn allowed_dependencies_pass() {
        assert_eq!(check_metadata(&workspace_where("contract", "utoipa", &Value::Null)), Ok(vec![]));
    }

    #[test]
    fn rule_for_a_missing_package_is_an_error() {
        assert!(check_metadata(&json!({ "packages": [] })).is_err());
    }
}
