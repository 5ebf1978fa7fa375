use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::response::{not_answered, read};
use crate::wire::{CreateIntent, EmptyBody, IntentPage, MAX_AMOUNT_MINOR, ResolveToken};
use crate::{ApiSecret, Card, Gateway, GatewayError, Intent, NewIntent};

/// A client of the sandbox gateway. It uses HTTP even when the gateway runs in the same process.
#[derive(Clone, Debug)]
pub struct SandboxGateway {
    http: Client,
    base: Url,
    secret: ApiSecret,
    timeout: Duration,
}

impl SandboxGateway {
    /// Creates a client of the sandbox at `base`, such as `http://127.0.0.1:8082`. A call that takes longer than
    /// `timeout`, including connection and body, returns [`GatewayError::Unknown`].
    ///
    /// # Errors
    /// [`GatewayError::Unreachable`] when `base` is not an http address or the HTTP client cannot be created.
    pub fn new(base: &str, secret: ApiSecret, timeout: Duration) -> Result<Self, GatewayError> {
        let base = Url::parse(base).map_err(|_| GatewayError::Unreachable)?;
        if base.scheme() != "http" || base.host().is_none() {
            return Err(GatewayError::Unreachable);
        }
        // A redirect would send the secret to another server, and so would a proxy from the environment.
        let http = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .map_err(|_| GatewayError::Unreachable)?;
        Ok(Self { http, base, secret, timeout })
    }

    fn request(&self, method: Method, path: &[&str]) -> Result<Request, GatewayError> {
        let mut address = self.base.clone();
        // Escapes the segments, so that an untrusted id cannot change the path.
        address.path_segments_mut().map_err(|()| GatewayError::Unreachable)?.clear().extend(path);
        self.http
            .request(method, address)
            .bearer_auth(self.secret.expose())
            .timeout(self.timeout)
            .build()
            .map_err(|_| GatewayError::Unreachable)
    }

    async fn send<T: DeserializeOwned>(&self, request: Request) -> Result<T, GatewayError> {
        read(self.http.execute(request).await.map_err(|error| not_answered(&error))?).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, GatewayError> {
        self.send(self.request(Method::GET, path)?).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        idempotency_key: Option<&str>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, GatewayError> {
        let mut request = self.request(Method::POST, path)?;
        let headers = request.headers_mut();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        if let Some(key) = idempotency_key {
            let key = HeaderValue::from_str(key)
                .map_err(|_| GatewayError::Refused { code: "idempotency_key_invalid".to_owned() })?;
            headers.insert("idempotency-key", key);
        }
        let body = serde_json::to_vec(body)
            .map_err(|_| GatewayError::Refused { code: "body_invalid".to_owned() })?;
        *request.body_mut() = Some(body.into());
        self.send(request).await
    }
}

/// Checks the id of a response. A response about another intent proves nothing about either.
fn check_id(intent: &str, response: Intent) -> Result<Intent, GatewayError> {
    if response.id == intent { Ok(response) } else { Err(GatewayError::Unknown) }
}

#[async_trait]
impl Gateway for SandboxGateway {
    async fn card(&self, token: &str) -> Result<Card, GatewayError> {
        self.post(&["v1", "tokens", "resolve"], None, &ResolveToken { token: token.to_owned() }).await
    }

    async fn create_intent(&self, new: &NewIntent) -> Result<Intent, GatewayError> {
        let body = CreateIntent {
            organization: new.organization,
            amount_minor: new.amount_minor,
            currency: new.currency.clone(),
            card_ref: new.card_ref.clone(),
            attempt: new.attempt.clone(),
        };
        let response: Intent = self.post(&["v1", "intents"], Some(&new.idempotency_key), &body).await?;
        if response.attempt == new.attempt { Ok(response) } else { Err(GatewayError::Unknown) }
    }

    async fn confirm(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        let response =
            self.post(&["v1", "intents", intent, "confirm"], Some(idempotency_key), &EmptyBody {}).await?;
        check_id(intent, response)
    }

    async fn retrieve(&self, intent: &str) -> Result<Intent, GatewayError> {
        check_id(intent, self.get(&["v1", "intents", intent]).await?)
    }

    async fn cancel(&self, intent: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        let response =
            self.post(&["v1", "intents", intent, "cancel"], Some(idempotency_key), &EmptyBody {}).await?;
        check_id(intent, response)
    }

    async fn intents(&self, after: Option<&str>) -> Result<Vec<Intent>, GatewayError> {
        let mut request = self.request(Method::GET, &["v1", "intents"])?;
        if let Some(after) = after {
            request.url_mut().query_pairs_mut().append_pair("after", after);
        }
        let page: IntentPage = self.send(request).await?;
        Ok(page.content)
    }

    fn max_amount_minor(&self) -> i64 {
        MAX_AMOUNT_MINOR
    }

    async fn health(&self) -> Result<(), GatewayError> {
        self.get::<EmptyBody>(&["v1", "health"]).await.map(|EmptyBody {}| ())
    }
}
