use serde_json::json;

use crate::Step;

/// Sets the shared clock of backend and sandbox through the API of the sandbox.
pub async fn set(sandbox_origin: &str, instant: &str) -> Step {
    let client = reqwest::Client::new();
    let answer = client
        .post(format!("{sandbox_origin}/sandbox/clock"))
        .json(&json!({ "instant": instant }))
        .send()
        .await?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(format!("the clock refused {instant}: {status}").into()) }
}
