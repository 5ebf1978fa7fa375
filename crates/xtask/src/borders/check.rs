use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    manifest,
    places::{PLACES, Place},
    source,
};
use crate::{
    console::complain,
    failure::{Context, Failure, Outcome},
    workspace,
};

/// Checks the sources and manifests against the import rules.
///
/// # Errors
/// Prints every violation with its file and line.
pub fn check() -> Outcome {
    let mut found = manifest::violations()?;
    for place in PLACES {
        let path = workspace::path(place.path);
        if !path.exists() {
            return Err(Failure::new(format!(
                "the import rules contain {}, which does not exist",
                place.path
            )));
        }
        for file in sources(&path)? {
            let name = relative(&file);
            if !place.except.contains(&name.as_str()) {
                let text = fs::read_to_string(&file).context(|| format!("cannot read {name}"))?;
                found.extend(violations(place, &name, &text)?);
            }
        }
    }
    for violation in &found {
        complain(violation);
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("{} violations of the import rules", found.len())))
    }
}

fn violations(place: &Place, file: &str, text: &str) -> Outcome<Vec<String>> {
    let module_path = module_path(file);
    let uses =
        source::uses(text, &module_path).map_err(|failure| Failure::new(format!("{file}: {failure}")))?;
    let mut found = Vec::new();
    for used in &uses {
        for ban in place.bans.iter().filter(|ban| ban.forbids(used)) {
            let (line, path) = (used.line, used.path.join("::"));
            found.push(format!("{file}:{line}: {path}: {} must not use {}", place.path, ban.subject()));
        }
    }
    Ok(found)
}

fn module_path(file: &str) -> Vec<&str> {
    let inside = file.split_once("src/").map_or(file, |(_, inside)| inside);
    let stem = inside.strip_suffix(".rs").unwrap_or(inside);
    stem.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
}

fn relative(file: &Path) -> String {
    file.strip_prefix(workspace::root()).unwrap_or(file).to_string_lossy().into_owned()
}

fn sources(path: &Path) -> Outcome<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).context(|| format!("cannot read {}", path.display()))?.flatten() {
        let entry = entry.path();
        if entry.is_dir() {
            files.extend(sources(&entry)?);
        } else if entry.extension().is_some_and(|end| end == "rs") {
            files.push(entry);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{PLACES, module_path, violations};

    fn found(place: &str, text: &str) -> Vec<String> {
        let rules = PLACES.iter().find(|known| known.path == place).unwrap();
        let file = if place.ends_with(".rs") { place.to_owned() } else { format!("{place}/sample.rs") };
        violations(rules, &file, text).unwrap()
    }

    #[test]
    fn every_import_rule_detects_violations() {
        let samples = [
            ("crates/billing/src", "use std::time::Instant;"),
            ("crates/billing/src", "fn now() { std::fs::read(\"a\"); }"),
            ("crates/billing/src", "fn rate() -> f64 { 0 }"),
            ("crates/billing/src", "async fn quote() {}"),
            ("crates/billing/src", "fn roll() { rand::random(); }"),
            ("crates/contract/src", "use leptos::prelude::*;"),
            ("crates/contract/src", "use axum::Json;"),
            ("crates/contract/src", "use gloo_net::http::Request;"),
            ("crates/backend/src", "use leptos::prelude::*;"),
            ("src/platform", "use crate::pages::SignIn;"),
            ("src/platform", "use super::super::api::ApiClient;"),
            ("src/platform", "fn show() { view! { <p></p> } }"),
            ("src/api", "use gloo_net::http::Request;"),
            ("src/api", "use web_sys::Window;"),
            ("src/api", "use crate::state::Session;"),
            ("src/api", "use crate::components::Notice;"),
            ("src/api", "use leptos::prelude::*;"),
            ("src/api/transport.rs", "use web_sys::Window;"),
            ("src/state", "fn show() { leptos::view! { <p></p> } }"),
            ("src/state", "fn open() { web_sys::window(); }"),
            ("src/components", "use crate::api::ApiClient;"),
            ("src/components", "use super::super::state::Session;"),
            ("src/components", "use leptos_router::hooks::use_navigate;"),
            ("src/components", "use leptos_router::components::{A, Router};"),
            ("src/components", "fn who() { expect_context::<Session>(); }"),
            ("src/components", "use crate::layout::PageFrame;"),
            ("src/layout", "use crate::pages::SignInPage;"),
            ("src/pages", "use crate::app::App;"),
            ("src/pages", "use gloo_net::http::Request;"),
            ("src/pages", "use web_sys::Window;"),
            ("src/pages", "use rust_decimal::Decimal;"),
            ("src", "use gloo_net::http::Request;"),
        ];

        for (place, text) in samples {
            assert_eq!(found(place, text).len(), 1, "{place}: {text}");
        }
    }

    #[test]
    fn allowed_imports_pass() {
        let samples = [
            ("crates/billing/src", "use std::fmt; use rust_decimal::Decimal;"),
            ("src/platform", "use web_sys::Window; use billing::Money;"),
            ("src/api", "use contract::Problem; use web_sys::AbortController;"),
            ("src/api/transport.rs", "use gloo_net::http::Request;"),
            ("src/state", "use crate::{api::ApiClient, platform::clock}; use leptos::prelude::*;"),
            (
                "src/components",
                "use leptos_router::components::A; use crate::{platform::intl, text}; fn a() { view! { <A/> } }",
            ),
            (
                "src/pages",
                "use crate::{api, components::Notice, state}; use leptos_router::hooks::use_params;",
            ),
        ];

        for (place, text) in samples {
            assert_eq!(found(place, text), [""; 0], "{place}: {text}");
        }
    }

    #[test]
    fn violation_contains_file_and_line() {
        let found = found("src/pages", "//! Page.\n\nuse web_sys::Window;\n");

        assert_eq!(found, ["src/pages/sample.rs:3: web_sys::Window: src/pages must not use web_sys"]);
    }

    #[test]
    fn module_path_follows_from_the_file() {
        assert_eq!(module_path("src/components/pay_button.rs"), ["components", "pay_button"]);
        assert_eq!(module_path("src/components/mod.rs"), ["components"]);
        assert_eq!(module_path("crates/billing/src/lib.rs"), [""; 0]);
    }
}
