use serde_json::{Value, json};

use crate::tools::{Browser, is_root};

/// The switches every test browser is started with.
pub fn switches() -> Vec<&'static str> {
    let mut switches = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    if is_root() {
        switches.push("--no-sandbox");
    }
    switches
}

/// What a driver is asked for when a session starts.
pub fn capabilities(browser: &Browser) -> Value {
    json!({ "goog:chromeOptions": { "binary": browser.chromium, "args": switches() } })
}
