use serde_json::json;

use crate::Step;

/// Sets the shared clock of backend and sandbox through the control listener of the sandbox.
pub async fn set(control_origin: &str, instant: &str) -> Step {
    let client = reqwest::Client::new();
    let answer =
        client.post(format!("{control_origin}/clock")).json(&json!({ "instant": instant })).send().await?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("the clock refused {instant}: {status}").into()) }
}
