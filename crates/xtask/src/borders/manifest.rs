use serde_json::Value;

use crate::{
    failure::{Context, Failure, Outcome},
    process,
};

/// A package and the dependencies it may or must not have, tests aside.
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

/// The broken borders between crates, from what cargo knows of the workspace.
///
/// # Errors
/// When cargo cannot say.
pub fn violations() -> Outcome<Vec<String>> {
    let text = process::output(&mut process::cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context(|| "cargo metadata is not JSON".into())?;
    broken(&metadata)
}

fn broken(metadata: &Value) -> Outcome<Vec<String>> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found = Vec::new();
    for Border { package, rule } in BORDERS {
        let manifest = packages.iter().find(|known| known["name"] == *package).ok_or_else(|| {
            Failure::new(format!("a border speaks of the package {package}, which is not there"))
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

    use super::{BORDERS, broken};

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
    fn every_crate_border_turns_red() {
        let wrong = [
            ("billing", "tokio"),
            ("contract", "axum"),
            ("backend", "testcloud-upgrading"),
            ("testcloud-upgrading", "sqlx"),
        ];

        for (package, dependency) in wrong {
            let found = broken(&workspace_where(package, dependency, &Value::Null)).unwrap();

            assert_eq!(found, [format!("{package}'s Cargo.toml must not depend on {dependency}")]);
        }
    }

    #[test]
    fn a_dependency_of_tests_is_free() {
        assert_eq!(broken(&workspace_where("billing", "proptest", &json!("dev"))), Ok(vec![]));
    }

    #[test]
    fn what_is_allowed_passes() {
        assert_eq!(broken(&workspace_where("contract", "utoipa", &Value::Null)), Ok(vec![]));
    }

    #[test]
    fn a_border_of_a_package_that_is_gone_is_an_error() {
        assert!(broken(&json!({ "packages": [] })).is_err());
    }
}
