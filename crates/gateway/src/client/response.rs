use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::GatewayError;

/// The largest accepted response, in bytes. Far above the largest page of intents.
const MAX_RESPONSE_BYTES: usize = 1 << 20;
/// The pause when the gateway is busy and sends no `Retry-After`.
const DEFAULT_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause, even if the gateway requests more, because an attempt must settle.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct ErrorBody {
    code: String,
}

/// The error for a call without a response. Only a failed connection proves that nothing was sent.
pub fn not_answered(error: &reqwest::Error) -> GatewayError {
    if error.is_connect() { GatewayError::Unreachable } else { GatewayError::Unknown }
}

/// Parses a response.
pub async fn read<T: DeserializeOwned>(response: Response) -> Result<T, GatewayError> {
    let status = response.status();
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            Err(GatewayError::Busy { retry_after: pause(&response) })
        }
        StatusCode::NOT_FOUND => Err(GatewayError::NotFound),
        StatusCode::REQUEST_TIMEOUT => Err(GatewayError::Unknown),
        _ if status.is_success() => {
            serde_json::from_slice(&body(response).await?).map_err(|_| GatewayError::Unknown)
        }
        _ if status.is_client_error() => {
            let code = serde_json::from_slice(&body(response).await?)
                .map_or_else(|_| format!("http_{}", status.as_u16()), |ErrorBody { code }| code);
            Err(if code == "card_unknown" {
                GatewayError::CardUnknown
            } else {
                GatewayError::Refused { code }
            })
        }
        _ => Err(GatewayError::Unknown),
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, GatewayError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| GatewayError::Unknown)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_RESPONSE_BYTES {
            return Err(GatewayError::Unknown);
        }
    }
    Ok(body)
}

fn pause(response: &Response) -> Duration {
    response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map_or(DEFAULT_PAUSE, Duration::from_secs)
        .min(LONGEST_PAUSE)
}
