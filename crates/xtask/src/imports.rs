//! Checks the order of the modules inside a crate, and the items that only some modules may use.
//!
//! Cargo.toml holds the borders between crates; this check holds those inside them. Tests may use everything.

use anyhow::{Result, anyhow, ensure};
use fs_err as fs;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{say, workspace};

/// The top-level modules of each crate with layers. A module uses only modules before it, so no circle is possible.
const ORDER: [(&str, &str); 3] = [
    ("src", "config api text view routes components state layout pages frame app"),
    (
        "crates/backend/src",
        "store error alarm metrics background_tasks admission config csp_report_log etag dist webhook_secrets seal passwords app service cli \
         routes startup",
    ),
    (
        "crates/sandbox-gateway/src",
        "arguments version error api_key cards currency records book engine request calls faults in_flight origins \
         webhooks config shared_state webhook_sender session_expiry api pages control router server local",
    ),
];

/// Paths that the files of a folder must not use, and the start of the paths to which that does not apply.
const BANS: [(&str, &str, &str); 11] = [
    // The amount depends on its input alone.
    ("crates/billing/src", "async f32 f64", ""),
    ("crates/billing/src", "std::env std::fs std::io std::net std::process std::thread std::time", ""),
    // The tests of the protocol run without a browser, and time is an input.
    ("crates/embed-protocol/src", "async js_sys leptos platform wasm_bindgen web_sys", ""),
    ("crates/embed-protocol/src", "std::env std::fs std::io std::net std::process std::thread std::time", ""),
    ("src", "gloo_net", "src/api/transport"),
    ("src", "web_sys", "src/api"),
    ("src/api", "leptos leptos_router platform view!", ""),
    ("src/state", "view!", ""),
    // Components get data as signals and report events with callbacks.
    ("src/components", "expect_context provide_context use_context", ""),
    ("src/components", "leptos_router", "leptos_router::components::A"),
    ("src/text", "leptos", ""),
];

/// Checks all crates.
pub fn check() -> Result<()> {
    let mut found = Vec::new();
    for root in ["src", "crates"] {
        for file in workspace::files(&workspace::path(root), &["rs"])? {
            let name = file.strip_prefix(workspace::root())?.display().to_string();
            let tokens = fs::read_to_string(&file)?.parse();
            found.extend(faults(&name, tokens.map_err(|error| anyhow!("{name}: {error}"))?));
        }
    }
    found.iter().for_each(say);
    ensure!(found.is_empty(), "{} forbidden imports", found.len());
    Ok(())
}

fn faults(file: &str, tokens: TokenStream) -> Vec<String> {
    let mut uses = Vec::new();
    collect(tokens, "", &mut uses);
    let mut found = Vec::new();
    for (path, line) in uses {
        let path = absolute(file, &path);
        let starts_with = |prefix: &&str| path == *prefix || path.starts_with(&format!("{prefix}::"));
        for (folder, banned, allowed) in BANS.iter().filter(|(folder, ..)| is_in(file, folder)) {
            if !allowed.split_whitespace().any(|allowed| starts_with(&allowed) || is_in(file, allowed)) {
                let banned = banned.split(' ').filter(starts_with);
                found.extend(banned.map(|banned| format!("{file}:{line}: {folder} must not use {banned}")));
            }
        }
        let Some((root, order)) = ORDER.iter().find(|(root, _)| is_in(file, root)) else { continue };
        let module = file[root.len() + 1..].split(['/', '.']).next().unwrap_or_default();
        let used =
            path.strip_prefix("crate::").map_or(module, |rest| rest.split("::").next().unwrap_or(rest));
        let place = |name| order.split_whitespace().position(|module| module == name);
        let is_ordered = place(used).zip(place(module)).is_some_and(|(used, module)| used <= module);
        if !is_ordered && !matches!(module, "bin" | "lib" | "main") {
            found.push(format!("{file}:{line}: {module} must not use {used}; the order is {order}"));
        }
    }
    found
}

fn is_in(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// Collects the paths outside tests, with their lines. The branches of a `use` tree are separate paths.
fn collect(tokens: TokenStream, prefix: &str, uses: &mut Vec<(String, usize)>) {
    let (mut path, mut line, mut start, mut in_test) = (String::new(), 0, prefix, false);
    for token in tokens {
        match &token {
            TokenTree::Group(group) if in_test => in_test = group.delimiter() != Delimiter::Brace,
            TokenTree::Punct(mark) if in_test => in_test = mark.as_char() != ';',
            _ if in_test => {}
            TokenTree::Ident(word) if path.ends_with("::") => path.push_str(&word.to_string()),
            TokenTree::Ident(word) => {
                uses.push((std::mem::take(&mut path), line));
                path = format!("{}{word}", std::mem::take(&mut start));
                line = word.span().start().line;
            }
            TokenTree::Punct(mark) if matches!(mark.as_char(), ':' | '!') => path.push(mark.as_char()),
            TokenTree::Group(group) => {
                in_test = group.to_string().replace(' ', "").starts_with("[cfg(test)");
                let branch = if path.ends_with("::") { std::mem::take(&mut path) } else { String::new() };
                collect(group.stream(), &branch, uses);
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' => start = prefix,
            _ => {}
        }
        if matches!(&token, TokenTree::Punct(mark) if !matches!(mark.as_char(), ':' | '!')) {
            uses.push((std::mem::take(&mut path), line));
        }
    }
    uses.push((path, line));
}

/// Replaces `super` with the path from the crate.
fn absolute(file: &str, path: &str) -> String {
    let inside = file.split_once("src/").map_or(file, |(_, inside)| inside);
    let mut module: Vec<_> = inside.split(['/', '.']).filter(|part| !matches!(*part, "mod" | "rs")).collect();
    let mut rest = path.trim_end_matches(':');
    while let Some(above) = rest.strip_prefix("super::") {
        module.pop();
        rest = above;
    }
    let from: String = module.iter().map(|name| format!("::{name}")).collect();
    if path.starts_with("super::") { format!("crate{from}::{rest}") } else { rest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::faults;

    fn fault(file: &str, code: &str) -> String {
        faults(file, code.parse().unwrap()).join("\n")
    }

    #[test]
    fn modules_use_only_earlier_modules() {
        let page = "src/pages/review/sheet.rs";

        let earlier = "use crate::{state::Session, text}; use super::super::super::routes::Route;";
        assert_eq!(fault(page, earlier), "");
        let later = fault(page, "\nfn a() { view! { <p>{super::super::super::app::now()}</p> } }");
        assert!(later.starts_with("src/pages/review/sheet.rs:2: pages must not use app"), "{later}");
        assert!(fault(page, "use crate::{app, text};").contains("pages must not use app"));
        assert!(fault("src/newcomer.rs", "use crate::text;").contains("newcomer must not use text"));
        assert_eq!(
            fault("src/bin/frame.rs", "fn main() { crate_name::start(); }"),
            "",
            "binaries start the app"
        );
        assert!(fault(page, "use crate::newcomer::A;").contains("must not use newcomer"));
        assert_eq!(fault(page, "#[cfg(test)] mod tests { use crate::app; }"), "");
    }

    #[test]
    fn folders_do_not_use_banned_items() {
        let component = "src/components/notice.rs";
        let samples = [
            ("crates/billing/src/line.rs", "fn a() { std::fs::read(); }", "fn a() -> std::fmt::Result {}"),
            ("crates/billing/src/line.rs", "fn a() -> f64 {}", "// f64\nfn a() { \"f64\" }"),
            ("src/state/task.rs", "use web_sys::Window;", "use platform::dom;"),
            ("src/api/client.rs", "use gloo_net::http;", "use web_sys::{AbortController};"),
            ("src/api/client.rs", "use platform::dom;", "use web_sys::{AbortController};"),
            (component, "use leptos_router::components::{A, B};", "use leptos_router::components::A;"),
            (component, "use expect_context;", "use super::super::view::live_text;"),
            (component, "fn a() { expect_context::<A>(); }", "fn a(context: A) {}"),
        ];

        for (file, wrong, right) in samples {
            assert_eq!(fault(file, wrong).lines().count(), 1, "{wrong}");
            assert_eq!(fault(file, right), "", "{right}");
        }
    }
}
