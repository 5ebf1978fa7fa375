use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE},
};
use serde_json::{Value, json};

use crate::Step;

/// A signed-in client of the HTTP API without a browser. It can send requests that the pages do not offer.
pub struct Api {
    client: Client,
    origin: String,
    cookie: String,
}

/// A response of the API.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    /// Returns the code of a problem, or an empty text for other responses.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Api {
    /// Signs in.
    pub async fn sign_in(origin: &str, email: &str, password: &str) -> Step<Self> {
        let mut api = Self { client: Client::new(), origin: origin.to_owned(), cookie: String::new() };
        let reply = api.post("session", &[], json!({ "email": email, "password": password })).await?;
        let cookie = reply.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok());
        let pair = cookie.and_then(|value| value.split(';').next()).ok_or("sign-in set no cookie")?;
        pair.clone_into(&mut api.cookie);
        Ok(api)
    }

    /// Sends a GET request to a path below `/api/v1/`.
    pub async fn get(&self, path: &str) -> Step<Reply> {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a POST request with a JSON body to a path below `/api/v1/`.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Step<Reply> {
        self.send(with_headers(self.request(Method::POST, path), headers).json(&body)).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{path}", self.origin);
        self.client.request(method, url).header(ORIGIN, &self.origin).header(COOKIE, &self.cookie)
    }

    async fn send(&self, request: RequestBuilder) -> Step<Reply> {
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await?;
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
        Ok(Reply { status, headers, body })
    }
}

fn with_headers(request: RequestBuilder, headers: &[(&str, &str)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}
