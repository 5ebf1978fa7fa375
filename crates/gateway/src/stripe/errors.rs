//! The one table from Stripe's errors to what they mean for the money.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::GatewayError;

/// The pause when Stripe is busy and sends no `Retry-After`.
const DEFAULT_PAUSE: Duration = Duration::from_secs(1);

/// A response that is not a success.
#[derive(Clone, Debug)]
pub struct ErrorResponse {
    pub status: StatusCode,
    pub retry_after: Option<Duration>,
    pub error: ApiError,
}

/// Stripe's error object. Without its message, which can quote what was sent.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ApiError {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub code: Option<String>,
    pub param: Option<String>,
    /// The declined intent, of an error for a card.
    pub payment_intent: Option<Value>,
}

#[derive(Deserialize)]
struct ErrorBody {
    error: ApiError,
}

/// What an error response means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// The call failed.
    Failed(GatewayError),
    /// The card was declined. The intent is part of the response.
    Declined(Value),
}

impl ApiError {
    /// Parses the body of an error response. A body that is not Stripe's is an error without a code.
    pub fn parse(body: &[u8]) -> Self {
        serde_json::from_slice(body).map_or_else(|_| Self::default(), |ErrorBody { error }| error)
    }
}

impl ErrorResponse {
    /// The meaning of the response.
    ///
    /// Only a response that proves that the call was not executed is [`GatewayError::Busy`] or a refusal.
    pub fn meaning(self) -> Meaning {
        let code = self.code();
        let kind = self.error.kind.as_deref().unwrap_or_default();
        Meaning::Failed(match (self.status.as_u16(), kind, code.as_str()) {
            (401 | 403, _, _) => GatewayError::Unauthorized { code },
            (402, _, _) | (_, "card_error", _) if self.error.payment_intent.is_some() => {
                return Meaning::Declined(self.error.payment_intent.unwrap_or_default());
            }
            // Declined, but it is not known which intent the decline belongs to.
            (402, _, _) => GatewayError::Unknown,
            (400 | 404, _, "resource_missing") if self.error.is_about_the_card() => GatewayError::CardUnknown,
            (400, _, "payment_method_unexpected_state") => GatewayError::CardUnknown,
            (404, _, _) => GatewayError::NotFound,
            // An earlier request with this key is still running, or another process works on the object.
            (409, _, _) => GatewayError::Unknown,
            (429, _, _) => GatewayError::Busy { retry_after: self.retry_after.unwrap_or(DEFAULT_PAUSE) },
            // A proxy timed out, or another system of Stripe did not answer.
            (408 | 424, _, _) => GatewayError::Unknown,
            (400..=499, _, _) => GatewayError::Refused { code },
            (500..=599, _, _) => GatewayError::ServerError { retry_after: self.retry_after },
            // Stripe does not redirect, so this is not Stripe.
            _ => GatewayError::Unknown,
        })
    }

    /// The stable code: of the error, else its type, else the HTTP status.
    fn code(&self) -> String {
        let text = self.error.code.as_ref().or(self.error.kind.as_ref());
        let is_code = |text: &&String| {
            (1..=64).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        text.filter(is_code).cloned().unwrap_or_else(|| format!("http_{}", self.status.as_u16()))
    }
}

impl ApiError {
    fn is_about_the_card(&self) -> bool {
        self.param.as_deref() == Some("payment_method")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn response(status: u16, body: &Value, retry_after: Option<u64>) -> ErrorResponse {
        ErrorResponse {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: retry_after.map(Duration::from_secs),
            error: ApiError::parse(body.to_string().as_bytes()),
        }
    }

    fn error(kind: &str, code: &str, param: &str) -> Value {
        json!({"error": {"type": kind, "code": code, "param": param, "message": "No such thing: 4242"}})
    }

    #[test]
    fn each_error_says_what_is_known_about_the_money() {
        let refused = |code: &str| GatewayError::Refused { code: code.to_owned() };
        let unauthorized = |code: &str| GatewayError::Unauthorized { code: code.to_owned() };
        let busy = |seconds| GatewayError::Busy { retry_after: Duration::from_secs(seconds) };
        let failed = GatewayError::ServerError { retry_after: None };
        let invalid = "invalid_request_error";

        for (status, body, expected) in [
            (400, error(invalid, "parameter_unknown", "x"), refused("parameter_unknown")),
            (400, error(invalid, "amount_too_small", "amount"), refused("amount_too_small")),
            (
                400,
                error(invalid, "payment_intent_unexpected_state", ""),
                refused("payment_intent_unexpected_state"),
            ),
            (400, error("idempotency_error", "", ""), refused("http_400")),
            (400, json!({"error": {"type": "idempotency_error"}}), refused("idempotency_error")),
            (400, error(invalid, "resource_missing", "payment_method"), GatewayError::CardUnknown),
            (400, error(invalid, "payment_method_unexpected_state", ""), GatewayError::CardUnknown),
            (400, error(invalid, "resource_missing", "customer"), refused("resource_missing")),
            (401, json!({"error": {"type": invalid}}), unauthorized(invalid)),
            (401, error(invalid, "api_key_expired", ""), unauthorized("api_key_expired")),
            (403, json!({"error": {"type": invalid}}), unauthorized(invalid)),
            (402, error("card_error", "card_declined", ""), GatewayError::Unknown),
            (404, error(invalid, "resource_missing", "payment_method"), GatewayError::CardUnknown),
            (404, error(invalid, "resource_missing", "intent"), GatewayError::NotFound),
            (404, json!("not Stripe"), GatewayError::NotFound),
            (408, json!(null), GatewayError::Unknown),
            (409, error(invalid, "idempotency_key_in_use", ""), GatewayError::Unknown),
            (409, json!(null), GatewayError::Unknown),
            (424, json!(null), GatewayError::Unknown),
            (429, error(invalid, "rate_limit", ""), busy(1)),
            (429, error(invalid, "lock_timeout", ""), busy(1)),
            (413, json!("<html>"), refused("http_413")),
            (500, error("api_error", "", ""), failed.clone()),
            (502, json!("<html>"), failed.clone()),
            (503, json!(null), failed.clone()),
            (504, json!(null), failed),
            (301, json!(null), GatewayError::Unknown),
        ] {
            assert_eq!(response(status, &body, None).meaning(), Meaning::Failed(expected), "{status} {body}");
        }
    }

    #[test]
    fn pause_is_that_of_the_response() {
        let busy = GatewayError::Busy { retry_after: Duration::from_secs(7) };
        let failed = GatewayError::ServerError { retry_after: Some(Duration::from_secs(7)) };

        assert_eq!(response(429, &json!(null), Some(7)).meaning(), Meaning::Failed(busy));
        assert_eq!(response(503, &json!(null), Some(7)).meaning(), Meaning::Failed(failed));
    }

    #[test]
    fn decline_contains_its_intent() {
        let intent = json!({"id": "pi_1", "object": "payment_intent"});
        let body =
            json!({"error": {"type": "card_error", "code": "card_declined", "payment_intent": intent}});

        assert_eq!(response(402, &body, None).meaning(), Meaning::Declined(intent));
    }

    #[test]
    fn code_of_an_error_is_never_free_text() {
        let body = error("invalid_request_error", "Your card 4242 4242 4242 4242", "");

        let Meaning::Failed(error) = response(400, &body, None).meaning() else { panic!("declined") };

        assert_eq!(error, GatewayError::Refused { code: "http_400".to_owned() });
    }
}
