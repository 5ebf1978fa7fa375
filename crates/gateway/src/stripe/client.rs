use std::time::Duration;

use process::arguments::{is_loopback, origin};
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Request, RequestBuilder};
use serde_json::Value;
use url::Url;

use super::ApiKey;
use super::errors::Meaning;
use super::form::Form;
use super::http::{not_answered, read};
use super::objects::Owner;
use crate::GatewayError;

/// The pinned `Stripe-Version`, that of npm `stripe` 23.1.
pub const API_VERSION: &str = "2026-10-28.endive";
/// The longest key that Stripe accepts.
const MAX_KEY_LENGTH: usize = 255;

/// How to reach Stripe.
#[derive(Clone, Debug)]
pub struct StripeOptions {
    /// The origin of the API, such as `https://api.stripe.com`. Plain http only on this machine.
    pub base: String,
    /// The API key.
    pub key: ApiKey,
    /// The name of this deployment, 1 to 64 letters, digits, `-` or `_`. It is stored with each object, so that several
    /// deployments can share an account, and starts each idempotency key.
    pub deployment: String,
    /// The time limits.
    pub timeouts: Timeouts,
}

/// The time limits of calls, connection and body included. A call that takes longer is
/// [`Unknown`](GatewayError::Unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To connect. A connection that takes longer is [`Unreachable`](GatewayError::Unreachable).
    pub connect: Duration,
    /// Of a call that reads.
    pub read: Duration,
    /// Of a call that creates or cancels.
    pub write: Duration,
    /// Of a confirmation, which waits for the bank.
    pub confirm: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(10),
            write: Duration::from_secs(15),
            confirm: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// The same limit for every call.
    #[must_use]
    pub const fn uniform(limit: Duration) -> Self {
        Self { connect: limit, read: limit, write: limit, confirm: limit }
    }
}

/// A client of Stripe's HTTP API.
#[derive(Clone, Debug)]
pub struct StripeGateway {
    http: Client,
    base: Url,
    key: ApiKey,
    timeouts: Timeouts,
    pub(super) owner: Owner,
}

impl StripeGateway {
    /// Creates a client. Sends nothing.
    ///
    /// # Errors
    /// One sentence if an option cannot be used.
    pub fn new(options: StripeOptions) -> Result<Self, String> {
        let StripeOptions { base, key, deployment, timeouts } = options;
        let base = origin(&base)?;
        let is_https = base.starts_with("https:");
        if !is_https && !is_loopback(&base) {
            return Err(format!("{base} would receive the API key without encryption: use https"));
        }
        if !is_deployment(&deployment) {
            return Err(format!(
                "{deployment} is not a name of a deployment: use 1 to 64 letters, digits, - or _"
            ));
        }
        let owner = Owner { deployment, live: key.is_live() };
        let http = http_client(is_https, timeouts.connect)
            .map_err(|error| format!("the HTTP client cannot start: {error}"))?;
        let base = Url::parse(&base).map_err(|error| error.to_string())?;
        Ok(Self { http, base, key, timeouts, owner })
    }

    /// Reads an object or a list.
    pub(super) async fn get(&self, path: &[&str], query: &Form) -> Result<Value, GatewayError> {
        let mut address = self.address(path)?;
        let query = query.encode();
        if !query.is_empty() {
            address.set_query(Some(&query));
        }
        let request = self.http.request(Method::GET, address).timeout(self.timeouts.read);
        self.send(self.build(request)?).await.map_err(without_decline)
    }

    /// Creates or changes an object.
    pub(super) async fn post(
        &self,
        path: &[&str],
        form: &Form,
        idempotency_key: &str,
    ) -> Result<Value, GatewayError> {
        let request = self.post_request(path, form, idempotency_key, self.timeouts.write)?;
        self.send(request).await.map_err(without_decline)
    }

    /// Confirms an intent. A decline is the declined intent.
    pub(super) async fn post_confirm(
        &self,
        path: &[&str],
        form: &Form,
        idempotency_key: &str,
    ) -> Result<Value, GatewayError> {
        let request = self.post_request(path, form, idempotency_key, self.timeouts.confirm)?;
        match self.send(request).await {
            Ok(intent) | Err(Meaning::Declined(intent)) => Ok(intent),
            Err(Meaning::Failed(error)) => Err(error),
        }
    }

    fn post_request(
        &self,
        path: &[&str],
        form: &Form,
        idempotency_key: &str,
        timeout: Duration,
    ) -> Result<Request, GatewayError> {
        let key = format!("{}:{idempotency_key}", self.owner.deployment);
        let key = HeaderValue::from_str(&key).ok().filter(|key| key.len() <= MAX_KEY_LENGTH);
        let key = key.ok_or_else(|| refused("idempotency_key_invalid"))?;
        let request = self
            .http
            .request(Method::POST, self.address(path)?)
            .timeout(timeout)
            .header("idempotency-key", key)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.encode());
        self.build(request)
    }

    fn address(&self, path: &[&str]) -> Result<Url, GatewayError> {
        let mut address = self.base.clone();
        address.path_segments_mut().map_err(|()| GatewayError::Unreachable)?.clear().extend(path);
        Ok(address)
    }

    fn build(&self, request: RequestBuilder) -> Result<Request, GatewayError> {
        request
            .bearer_auth(self.key.expose())
            .header("stripe-version", API_VERSION)
            .build()
            .map_err(|_| GatewayError::Unreachable)
    }

    async fn send(&self, request: Request) -> Result<Value, Meaning> {
        let response = self.http.execute(request).await;
        read(response.map_err(|error| Meaning::Failed(not_answered(&error)))?).await
    }
}

/// The refusal of a call that is not sent.
pub(super) fn refused(code: &str) -> GatewayError {
    GatewayError::Refused { code: code.to_owned() }
}

/// Only a confirmation expects a decline.
fn without_decline(meaning: Meaning) -> GatewayError {
    match meaning {
        Meaning::Failed(error) => error,
        Meaning::Declined(_) => refused("card_error"),
    }
}

fn is_deployment(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn http_client(is_https: bool, connect_timeout: Duration) -> Result<Client, reqwest::Error> {
    // A redirect would send the key to another server, and so would a proxy from the environment. A retry by the
    // HTTP client would be invisible to the rules of the caller.
    let client = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .retry(reqwest::retry::never())
        .http1_only()
        // Shorter than that of servers: a request on a connection that is being closed is unknown.
        .pool_idle_timeout(Duration::from_secs(20))
        .user_agent(concat!("testcloud-billing/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connect_timeout);
    // The certificates of the system are not needed for http on this machine.
    if is_https { client.https_only(true).build() } else { client.tls_certs_only([]).build() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(base: &str, deployment: &str) -> StripeOptions {
        StripeOptions {
            base: base.to_owned(),
            key: ApiKey::parse("sk_test_abcdefgh12345").unwrap(),
            deployment: deployment.to_owned(),
            timeouts: Timeouts::default(),
        }
    }

    #[test]
    fn key_is_sent_over_https_or_to_this_machine_only() {
        for base in ["https://api.stripe.com", "http://127.0.0.1:8082", "http://[::1]:8082"] {
            assert!(StripeGateway::new(options(base, "main")).is_ok(), "{base}");
        }
        for base in
            ["http://api.stripe.com", "ftp://127.0.0.1", "https://api.stripe.com/v1", "", "api.stripe.com"]
        {
            assert!(StripeGateway::new(options(base, "main")).is_err(), "{base}");
        }
    }

    #[test]
    fn deployment_is_a_short_name() {
        for name in ["", "a:b", "a b", &"a".repeat(65)] {
            let error = StripeGateway::new(options("http://127.0.0.1:1", name)).unwrap_err();
            assert!(error.contains("deployment"), "{error}");
        }
    }

    #[test]
    fn debug_output_has_no_key() {
        let gateway = StripeGateway::new(options("http://127.0.0.1:1", "main")).unwrap();

        assert!(!format!("{gateway:?}").contains("abcdefgh"));
    }
}
