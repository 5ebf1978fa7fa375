use std::{future::Future, pin::Pin, sync::Arc};

use contract::{
    AccessRequestForm, EmbedSession, EmbedSessionRequest, Page, Receipt, ReceiptSummary, SentAccessRequest,
    SignIn, Subscription, User, paths,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    ApiError, Cancel,
    bearer::{bearer, renewal_reason},
    json,
    transport::{Call, Method},
};

/// A client of the billing API. Cheap to clone.
///
/// Reads time out after 15 seconds, changes after 60 seconds. A change is never canceled once it is sent.
///
/// Every method can fail with [`ApiError::Offline`], [`ApiError::Timeout`], [`ApiError::SignedOut`] and
/// [`ApiError::Malformed`]. The `# Errors` sections list the refusals that are specific to a method.
#[derive(Clone)]
pub struct ApiClient {
    base: Arc<str>,
    on_signed_out: Option<Arc<dyn Fn() + Send + Sync>>,
    cancel: Option<Cancel>,
}

impl ApiClient {
    /// Creates a client of the API at `base`, for example `/api/v1`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { base: base.into(), on_signed_out: None, cancel: None }
    }

    /// Sets a callback for responses that report the end of the session.
    #[must_use]
    pub fn on_signed_out(self, notify: impl Fn() + Send + Sync + 'static) -> Self {
        Self { on_signed_out: Some(Arc::new(notify)), ..self }
    }

    /// Sets the handle that cancels this client's reads.
    #[must_use]
    pub fn until(self, cancel: Cancel) -> Self {
        Self { cancel: Some(cancel), ..self }
    }

    /// Signs in.
    ///
    /// # Errors
    /// `Refused` with `credentials_wrong` or `rate_limited`.
    pub async fn sign_in(&self, form: &SignIn) -> Result<(), ApiError> {
        self.change(Method::POST, "/session", encode(form)?, Vec::new()).await.map(drop)
    }

    /// Exchanges a portal's one-time code for a bearer token.
    ///
    /// # Errors
    /// `Refused` with `embed_code_invalid`, whatever is wrong.
    pub async fn embed_session(&self, request: &EmbedSessionRequest) -> Result<EmbedSession, ApiError> {
        self.change(Method::POST, "/embed-sessions", encode(request)?, Vec::new()).await.and_then(decode)
    }

    /// Fetches the file of a receipt. `format` is `csv` or `json`.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn receipt_text(
        &self,
        organization: i64,
        number: &str,
        format: &str,
    ) -> Result<String, ApiError> {
        let number = js_sys::encode_uri_component(number);
        self.read(&testcloud(organization, &format!("/receipts/{number}.{format}"))).await
    }

    /// Signs out.
    pub async fn sign_out(&self) -> Result<(), ApiError> {
        self.change(Method::DELETE, "/session", empty(), Vec::new()).await.map(drop)
    }

    /// Fetches the signed-in user with their organizations.
    ///
    /// # Errors
    /// `SignedOut` when there is no session.
    pub async fn user(&self) -> Result<User, ApiError> {
        let text = self.read("/session").await?;
        // Compare the text: a deserializer for this second form would add to the initial download.
        if text.starts_with(contract::NO_SESSION) { Err(ApiError::SignedOut) } else { decode(text) }
    }

    /// Fetches the TestCloud subscription of an organization.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn subscription(&self, organization: i64) -> Result<Subscription, ApiError> {
        self.read(&testcloud(organization, "/subscription")).await.and_then(decode)
    }

    /// Checks access to the subscription without parsing the response.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn may_see_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.read(&testcloud(organization, "/subscription")).await.map(drop)
    }

    /// Fetches a receipt by its number.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn receipt(&self, organization: i64, number: &str) -> Result<Receipt, ApiError> {
        let number = js_sys::encode_uri_component(number);
        self.read(&testcloud(organization, &format!("/receipts/{number}"))).await.and_then(decode)
    }

    /// The download URL of a receipt. `format` is `csv` or `json`.
    #[must_use]
    pub fn receipt_file(&self, organization: i64, number: &str, format: &str) -> String {
        let number = js_sys::encode_uri_component(number);
        self.url(&testcloud(organization, &format!("/receipts/{number}.{format}")))
    }

    /// Fetches one page of receipts, newest first. `page` counts from 0.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn receipts(&self, organization: i64, page: i64) -> Result<Page<ReceiptSummary>, ApiError> {
        self.read(&testcloud(organization, &format!("/receipts?page={page}&size=10"))).await.and_then(decode)
    }

    /// Turns automatic renewal off. The subscription runs until the end of its period.
    ///
    /// # Errors
    /// `Refused` with `subscription_unchanged`, among others.
    pub async fn cancel_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.change(Method::POST, &testcloud(organization, "/cancellation"), empty(), Vec::new())
            .await
            .map(drop)
    }

    /// Turns automatic renewal on again.
    ///
    /// # Errors
    /// `Refused` with `subscription_unchanged`, among others.
    pub async fn reactivate_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.change(Method::DELETE, &testcloud(organization, "/cancellation"), empty(), Vec::new())
            .await
            .map(drop)
    }

    /// Sends an access request to the members who can pay for an upgrade.
    ///
    /// # Errors
    /// `Refused` with `body_invalid` or `rate_limited`.
    pub async fn request_access(
        &self,
        organization: i64,
        form: &AccessRequestForm,
    ) -> Result<SentAccessRequest, ApiError> {
        self.change(Method::POST, &testcloud(organization, "/access-requests"), encode(form)?, Vec::new())
            .await
            .and_then(decode)
    }

    pub(super) fn read(&self, path: &str) -> ResponseText {
        self.read_with(path, Vec::new())
    }

    pub(super) fn read_with(&self, path: &str, headers: Headers) -> ResponseText {
        self.send(Method::GET, path, None, headers)
    }

    pub(super) fn change(&self, method: Method, path: &str, body: String, headers: Headers) -> ResponseText {
        self.send(method, path, Some(body), headers)
    }

    /// Sends a request, again with a new bearer token if that can change the response. The future is boxed, to avoid one
    /// copy of its code per caller.
    fn send(&self, method: Method, path: &str, body: Option<String>, headers: Headers) -> ResponseText {
        let call = Call { method, url: self.url(path), headers, body, cancel: self.cancel.clone() };
        let on_signed_out = self.on_signed_out.clone();
        Box::pin(async move {
            let mut answer = call.send().await;
            if let (Some(bearer), Some(reason)) = (bearer(), renewal_reason(&answer))
                && bearer.renew(reason).await
            {
                answer = call.send().await;
            }
            if let (Err(ApiError::SignedOut), Some(notify)) = (&answer, &on_signed_out) {
                notify();
            }
            answer
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The pending text of a successful response.
pub(super) type ResponseText = Pin<Box<dyn Future<Output = Result<String, ApiError>>>>;

pub(super) type Headers = Vec<(&'static str, String)>;

pub(super) fn testcloud(organization: i64, rest: &str) -> String {
    format!("{}{rest}", paths::testcloud(organization))
}

/// An empty JSON body.
pub(super) fn empty() -> String {
    "{}".to_owned()
}

pub(super) fn encode(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Malformed)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "last step of `and_then` chains, which pass the text by value"
)]
pub(super) fn decode<T: DeserializeOwned>(text: String) -> Result<T, ApiError> {
    json::read(&text).map_err(|_| ApiError::Malformed)
}
