use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::request::ApiError;

/// A JSON body. Refusals never repeat what was sent.
pub struct JsonBody<T>(pub T);

/// A refused control call.
pub struct Refused(ApiError);

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl Refused {
    /// 422 with a message.
    pub fn unprocessable(message: &str) -> Self {
        Self(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request_error", message))
    }

    /// 404 with a message.
    pub fn not_found(message: &str) -> Self {
        Self(ApiError::new(StatusCode::NOT_FOUND, "invalid_request_error", message))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0.status, Json(self.0.to_json())).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Refused::unprocessable("The body cannot be read."))?;
        let parsed = serde_json::from_slice(&body);
        parsed.map(Self).map_err(|_| {
            Refused::unprocessable("The body is not JSON, or a field is invalid, missing or unknown.")
        })
    }
}
