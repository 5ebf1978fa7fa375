use std::error::Error;
use std::time::Duration;

use reqwest::Response;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;

use super::errors::{ApiError, ErrorResponse, Meaning};
use crate::GatewayError;

/// The largest accepted response, in bytes. Far above a page of 100 charges.
pub const MAX_RESPONSE_BYTES: usize = 4 << 20;
/// The longest pause, even if Stripe requests more, because an attempt must settle.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The error for a call without a response. Only a failed connection proves that nothing was sent.
pub fn not_answered(error: &reqwest::Error) -> GatewayError {
    if error.is_connect() {
        // A missing CA certificate looks like a server that is down.
        tracing::warn!(cause = root_cause(error), "the connection to the gateway failed");
        GatewayError::Unreachable
    } else {
        GatewayError::Unknown
    }
}

fn root_cause(error: &dyn Error) -> String {
    error.source().map_or_else(|| error.to_string(), root_cause)
}

/// Reads a response. The error of a declined card is the declined intent.
pub async fn read(response: Response) -> Result<Value, Meaning> {
    let status = response.status();
    let retry_after = pause(&response);
    let body = body(response).await;
    if status.is_success() {
        let body = body.map_err(Meaning::Failed)?;
        return serde_json::from_slice(&body).map_err(|_| Meaning::Failed(GatewayError::Unknown));
    }
    let error = body.map_or_else(|_| ApiError::default(), |body| ApiError::parse(&body));
    Err(ErrorResponse { status, retry_after, error }.meaning())
}

async fn body(mut response: Response) -> Result<Vec<u8>, GatewayError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| GatewayError::Unknown)? {
        if body.len().saturating_add(chunk.len()) > MAX_RESPONSE_BYTES {
            return Err(GatewayError::Unknown);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `Retry-After` in seconds. Its other form, a date, is not used by Stripe.
fn pause(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_PAUSE))
}
