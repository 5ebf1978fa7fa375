use serde_json::Value;

use crate::Step;

/// Sends a call to the control listener of the sandbox, as an operator or the gateway's dashboard does.
pub async fn call(origin: &str, path: &str, body: &Value) -> Step<Value> {
    let answer = reqwest::Client::new().post(format!("{origin}{path}")).json(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        return Err(format!("the sandbox refused {path}: {status} {text}").into());
    }
    Ok(serde_json::from_str(&text).unwrap_or_default())
}
