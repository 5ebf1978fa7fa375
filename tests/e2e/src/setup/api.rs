use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE},
};
use serde_json::{Value, json};

use crate::Step;

/// A signed-in caller of the HTTP API that is no browser: what the pages hide, it still asks for.
pub struct Api {
    client: Client,
    origin: String,
    cookie: String,
}

/// An answer of the API.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    /// The stable code of a problem, empty for any other answer.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Api {
    /// Signs in.
    ///
    /// # Errors
    /// When the backend gives no session.
    pub async fn sign_in(origin: &str, email: &str, password: &str) -> Step<Self> {
        let mut api = Self { client: Client::new(), origin: origin.to_owned(), cookie: String::new() };
        let reply = api.post("session", &[], json!({ "email": email, "password": password })).await?;
        let cookie = reply.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok());
        let pair = cookie.and_then(|value| value.split(';').next()).ok_or("signing in set no cookie")?;
        pair.clone_into(&mut api.cookie);
        Ok(api)
    }

    /// Reads a path below `/api/v1/`.
    ///
    /// # Errors
    /// When there is no answer or it is no JSON.
    pub async fn get(&self, path: &str) -> Step<Reply> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts JSON to a path below `/api/v1/`.
    ///
    /// # Errors
    /// As [`Api::get`].
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Step<Reply> {
        self.send(with(self.request(Method::POST, path), headers).json(&body)).await
    }

    /// Puts JSON to a path below `/api/v1/`.
    ///
    /// # Errors
    /// As [`Api::get`].
    pub async fn put(&self, path: &str, body: Value) -> Step<Reply> {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{path}", self.origin);
        self.client.request(method, url).header(ORIGIN, &self.origin).header(COOKIE, &self.cookie)
    }

    async fn send(&self, request: RequestBuilder) -> Step<Reply> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await?;
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
        Ok(Reply { status, headers, body })
    }
}

fn with(request: RequestBuilder, headers: &[(&str, &str)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}
