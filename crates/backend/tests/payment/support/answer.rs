use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{Problem, UpgradeAnswer};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

/// A response of the service.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Self { status: parts.status, headers: parts.headers, body }
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// Asserts the status and the code of a problem, and returns the problem.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Problem {
        let problem: Problem = self.clone().is(status).json();
        assert_eq!(problem.code.as_str(), code);
        assert_eq!(problem.status, status);
        problem
    }

    #[track_caller]
    pub fn upgrade(&self) -> UpgradeAnswer {
        self.json()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
